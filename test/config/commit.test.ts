import { expect } from "chai";
import { clean, commit, head, noGit, settingsOf } from "./settingsCase";

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

  it("is believed with a warning where something else lies in the working directory", () => {
    const other = settingsOf({ git: clean });
    expect(other.settings.commit).to.include({ version: commit, dirty: false });
    expect(other.warnings).to.deep.equal([
      `BUILDKITE_COMMIT is ${commit}, but the working directory is at ${head} (git HEAD).`,
    ]);
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
