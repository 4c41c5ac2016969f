import { expect } from "chai";
import { clean, commit, head, noGit, settingsOf } from "../settingsCase";

const dirty = { ...clean, dirty: true };
const unset = { BUILDKITE_COMMIT: undefined };

describe("the commit", () => {
  it("is taken as given, also where there is no git", () => {
    const { settings, warnings } = settingsOf({ git: noGit });
    expect(settings.commit.version).to.equal(commit);
    expect(warnings).to.deep.equal([]);
  });

  it("may be short, and is written in lower case", () => {
    const { settings } = settingsOf({ env: { BUILDKITE_COMMIT: "ABCDEF1" }, git: noGit });
    expect(settings.commit.version).to.equal("abcdef1");
  });

  for (const word of ["HEAD", "head", "Head"]) {
    it(`is git's for the word ${word}`, () => {
      const { settings } = settingsOf({ env: { BUILDKITE_COMMIT: word }, git: clean });
      expect(settings.commit).to.deep.equal({
        sha: head,
        version: head,
        dirty: false,
        source: "git",
      });
    });
  }

  it("is git's HEAD without the variable, and marked where the tree is dirty", () => {
    expect(settingsOf({ env: unset, git: clean }).settings.commit.version).to.equal(head);
    const { settings, warnings } = settingsOf({ env: unset, git: dirty });
    expect(settings.commit).to.include({ sha: head, version: `${head}-dirty`, dirty: true });
    expect(settings.images[0]!.tag).to.equal(`${head}-dirty`);
    expect(warnings).to.deep.equal([]);
  });

  it("is told in whole where git knows it", () => {
    const short = commit.slice(0, 7);
    const git = { ...clean, named: commit };
    const { settings } = settingsOf({ env: { BUILDKITE_COMMIT: short }, git });
    expect(settings.commit).to.include({ sha: commit, version: commit });
    expect(settings.images[0]!.tag).to.equal(commit);
    const unknown = settingsOf({ env: { BUILDKITE_COMMIT: short }, git: clean });
    expect(unknown.settings.commit.version).to.equal(short);
  });

  it("can't be built where something else is checked out, and names what asked for it", () => {
    const { commit: named } = settingsOf({ git: clean }).settings;
    expect(named).to.include({ version: commit, dirty: false });
    expect(named.notCheckedOut).to.equal(
      `BUILDKITE_COMMIT asks for ${commit}, but git's HEAD is ${head}`,
    );
    const flag = settingsOf({ flags: { commit }, git: clean }).settings.commit;
    expect(flag.notCheckedOut).to.match(/^--commit asks for/);
    for (const git of [noGit, { ...clean, head: commit }] as const) {
      expect(settingsOf({ git }).settings.commit).to.not.have.property("notCheckedOut");
    }
  });

  it("is believed with a warning where the working directory has changes", () => {
    const changed = settingsOf({ git: { found: true, head: commit, dirty: true } });
    expect(changed.settings.commit.version).to.equal(commit);
    expect(changed.warnings[0]).to.match(/has changes that BUILDKITE_COMMIT/);
  });

  it("may have the length of a SHA-256 repository", () => {
    const long = "a".repeat(64);
    const { settings } = settingsOf({ env: { BUILDKITE_COMMIT: long }, git: noGit });
    expect(settings.commit.sha).to.equal(long);
  });
});
