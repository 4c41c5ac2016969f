import { expect } from "chai";
import { chmod, chown, mkdir, mkdtemp, realpath, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { folderProblem } from "../../sandbox/ownFolder";
import { knownPaths, makeRunFolder } from "../../sandbox/runFolder";
import { findSandbox, markFolder } from "../../sandbox/sandboxFolder";
import { sandboxPaths } from "../../sandbox/sandboxPaths";
import { writeJson } from "../../sandbox/sandboxState";
import { errorFrom } from "../_helpers/errorFrom";

const mode = async (file: string) => (await stat(file)).mode & 0o777;
const nobody = 65534;

describe("a sandbox's folder and other users", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "slipway-own-")));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is shut to them, also one that was open", async () => {
    const dir = path.join(folder, "open");
    await mkdir(dir);
    await chmod(dir, 0o777);
    const paths = await markFolder(dir);
    expect(await mode(dir)).to.equal(0o700);
    expect(await mode(paths.marker)).to.equal(0o600);
    const made = path.join(folder, "new/sandbox");
    await markFolder(made);
    expect([await mode(made), await mode(path.dirname(made))]).to.deep.equal([0o700, 0o700]);
  });

  it("is not made through a symlink, which may be changed to lead elsewhere", async () => {
    const link = path.join(folder, "link");
    await mkdir(path.join(folder, "real"));
    await symlink(path.join(folder, "real"), link);
    const refused = await errorFrom(markFolder(link));
    expect(refused).to.include({ code: "SANDBOX_FOLDER_TAKEN" });
    expect(refused.message).to.match(/link is a symlink/);
  });

  it("is refused where another user owns it", async () => {
    expect(await folderProblem(folder, (process.getuid?.() ?? 0) + 1)).to.match(
      /belongs to another user \(uid \d+, not \d+\)/,
    );
    expect(await folderProblem(folder)).to.equal(undefined);
  });

  it("is refused where another user has made it look like a sandbox's", async function () {
    if (process.getuid?.() !== 0) this.skip();
    const dir = path.join(folder, "theirs");
    await markFolder(dir);
    await chown(dir, nobody, nobody);
    for (const attempt of [markFolder(dir), findSandbox(dir)]) {
      const refused = await errorFrom(attempt);
      expect(refused.message).to.match(/belongs to another user \(uid 65534, not 0\)/);
    }
  });

  describe("for sockets, outside of it", () => {
    let dir: string;
    let temporary: string;
    beforeEach(async () => {
      dir = path.join(folder, "a folder");
      temporary = path.join(folder, "tmp");
      await mkdir(temporary);
      await markFolder(dir);
    });

    it("has a name that can't be guessed, is shut, and is known to who comes later", async () => {
      const paths = await makeRunFolder(sandboxPaths(dir), temporary);
      expect(paths.run).to.match(new RegExp(`^${temporary}/slipway-${paths.id}-\\w{6}$`));
      expect(await mode(paths.run)).to.equal(0o700);
      expect(await mode(paths.sockets)).to.equal(0o600);
      expect(await knownPaths(dir)).to.deep.equal(paths);
      const again = await makeRunFolder(sandboxPaths(dir), temporary);
      expect(again.run).not.to.equal(paths.run);
    });

    it("is not believed in where it is gone, is not a sandbox's, or has become a symlink", async () => {
      const { run, id, sockets } = await makeRunFolder(sandboxPaths(dir), temporary);
      const inside = path.join(dir, "run");
      await rm(run, { recursive: true });
      expect((await knownPaths(dir)).run).to.equal(inside);
      await symlink("/etc", run);
      expect((await knownPaths(dir)).run).to.equal(inside);
      await writeJson(sockets, { run: path.join(temporary, `other-${id}`) });
      expect((await knownPaths(dir)).run).to.equal(inside);
    });
  });
});
