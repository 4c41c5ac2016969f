import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notCheckedOutIn } from "../../../config/sources/notCheckedOutIn";
import { gitIn } from "../../_helpers/gitIn";

describe("notCheckedOutIn", () => {
  let folder: string;
  const why = "--commit asks for another";
  const git = (...args: string[]) => gitIn(folder, ...args);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-git-"));
    git("init", "-q");
    git("commit", "-q", "--allow-empty", "-m", "first");
    git("commit", "-q", "--allow-empty", "-m", "second");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("lets a context of another repository be built that has the commit checked out", async () => {
    const head = git("rev-parse", "HEAD");
    for (const sha of [head, head.slice(0, 9)]) {
      expect(await notCheckedOutIn(folder, { sha, notCheckedOut: why })).to.equal(undefined);
    }
  });

  it("keeps the reason where it has another, or is in no repository", async () => {
    const sha = git("rev-parse", "HEAD^");
    expect(await notCheckedOutIn(folder, { sha, notCheckedOut: why })).to.equal(why);
    await rm(join(folder, ".git"), { recursive: true });
    expect(await notCheckedOutIn(folder, { sha, notCheckedOut: why })).to.equal(why);
  });

  it("asks nobody where the commit is checked out", async () => {
    expect(await notCheckedOutIn("/nowhere", { sha: "abc1234" })).to.equal(undefined);
  });
});
