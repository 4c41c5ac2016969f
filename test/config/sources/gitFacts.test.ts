import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gitFacts } from "../../../config/sources/gitFacts";
import { gitIn } from "../../_helpers/gitIn";

describe("gitFacts", () => {
  let folder: string;
  const git = (...args: string[]) => gitIn(folder, ...args);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-git-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("knows HEAD, and that the tree is clean, dirty, or has an untracked file", async () => {
    git("init", "-q");
    await writeFile(join(folder, "a"), "1");
    await writeFile(join(folder, ".gitignore"), "ignored\n");
    git("add", ".");
    git("commit", "-q", "-m", "first");
    const head = git("rev-parse", "HEAD");
    await writeFile(join(folder, "ignored"), "x");
    expect(await gitFacts(folder)).to.deep.equal({ found: true, head, dirty: false });
    await writeFile(join(folder, "new"), "x");
    expect(await gitFacts(folder)).to.deep.equal({ found: true, head, dirty: true });
    await rm(join(folder, "new"));
    await writeFile(join(folder, "a"), "2");
    expect(await gitFacts(folder)).to.deep.equal({ found: true, head, dirty: true });
  });

  it("does not count what Pulumi writes into a stack's file", async () => {
    git("init", "-q");
    for (const name of ["Pulumi.staging.yaml", "Pulumi.yaml"])
      await writeFile(join(folder, name), "1");
    git("add", ".");
    git("commit", "-q", "-m", "first");
    await writeFile(join(folder, "Pulumi.staging.yaml"), "encryptionsalt: v1:x");
    expect(await gitFacts(folder)).to.have.property("dirty", false);
    await writeFile(join(folder, "Pulumi.new.yaml"), "x");
    expect(await gitFacts(folder)).to.have.property("dirty", true);
    await rm(join(folder, "Pulumi.new.yaml"));
    await writeFile(join(folder, "Pulumi.yaml"), "2");
    expect(await gitFacts(folder)).to.have.property("dirty", true);
  });

  it("tells the whole hash of a commit that is not checked out, where it knows it", async () => {
    git("init", "-q");
    git("commit", "-q", "--allow-empty", "-m", "first");
    const first = git("rev-parse", "HEAD");
    git("commit", "-q", "--allow-empty", "-m", "second");
    const short = first.slice(0, 8);
    expect(await gitFacts(folder, short.toUpperCase())).to.have.property("named", first);
    const other = /^0/.test(first) ? "1".repeat(9) : "0".repeat(9);
    for (const unknown of [other, "HEAD", "main", first]) {
      expect(await gitFacts(folder, unknown), unknown).to.not.have.property("named");
    }
    // A branch of that name is another commit.
    git("branch", short, "HEAD");
    expect(await gitFacts(folder, short)).to.not.have.property("named");
  });

  it("says that a repository has no commit yet", async () => {
    git("init", "-q");
    const facts = await gitFacts(folder);
    expect(facts).to.have.property("found", false);
    expect(facts).to.have.property("reason").that.includes("no commit yet");
  });

  it("says that there is no repository, or no folder", async () => {
    expect(await gitFacts(folder)).to.deep.equal({
      found: false,
      reason: `${folder} is not in a git repository.`,
    });
    expect(await gitFacts(join(folder, "none"))).to.have.property("found", false);
  });
});
