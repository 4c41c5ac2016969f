import { expect } from "chai";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findSandbox, markFolder, startingAlone } from "../../sandbox/sandboxFolder";
import { sandboxStatus } from "../../sandbox/sandboxStatus";
import { startSandbox } from "../../sandbox/startSandbox";
import { stopSandbox } from "../../sandbox/stopSandbox";
import { errorFrom } from "../_helpers/errorFrom";

describe("a sandbox's folder", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "slipway-folder-")));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Somebody's own folders, called like a sandbox's. */
  async function ownFolders(): Promise<string[]> {
    const files = ["docker", "storage", "run", "buildx", "logs", "pulumi"].map((name) =>
      path.join(folder, name, "mine.txt"),
    );
    for (const file of files) {
      await mkdir(path.dirname(file));
      await writeFile(file, "mine");
    }
    return files;
  }

  it("is a new one, an empty one, or one that was a sandbox's before", async () => {
    const dir = path.join(folder, "new", "sandbox");
    expect(await findSandbox(dir)).to.equal(undefined);
    expect((await markFolder(dir)).dir).to.equal(dir);
    await writeFile(path.join(dir, "whatever"), "");
    expect((await markFolder(dir)).dir).to.equal(dir);
    expect((await findSandbox(dir))?.dir).to.equal(dir);
  });

  it("is never somebody else's: neither start nor stop touches what is there", async () => {
    const files = await ownFolders();
    const refused = await errorFrom(startSandbox({ dir: folder, runtime: "simulated" }));
    expect(refused).to.include({ code: "SANDBOX_FOLDER_TAKEN" });
    expect(await stopSandbox({ dir: folder })).to.eql({ stopped: false });
    expect(await sandboxStatus({ dir: folder })).to.eql({ status: "none" });
    for (const file of files) expect(await readFile(file, "utf8")).to.equal("mine");
    expect(await readdir(folder)).to.have.length(files.length);
  });

  it("is not made one by a file that is called like the mark", async () => {
    await writeFile(path.join(folder, "sandbox.json"), "{}");
    expect(await errorFrom(markFolder(folder))).to.include({ code: "SANDBOX_FOLDER_TAKEN" });
  });

  it("is no file", async () => {
    const file = path.join(folder, "file");
    await writeFile(file, "mine");
    expect(await errorFrom(markFolder(file))).to.include({ code: "SANDBOX_FOLDER_TAKEN" });
  });

  it("lets one start at a time in", async () => {
    const paths = await markFolder(folder);
    const second = await startingAlone(paths, () =>
      errorFrom(startingAlone(paths, () => Promise.resolve())),
    );
    expect(second).to.include({ code: "SANDBOX_RUNNING" });
    expect(await startingAlone(paths, () => Promise.resolve("in"))).to.equal("in");
  });

  it("is free again when a start was killed", async () => {
    const paths = await markFolder(folder);
    const killed = { name: "start", pid: process.pid, startTime: "of another process" };
    await writeFile(paths.starting, JSON.stringify(killed));
    expect(await startingAlone(paths, () => Promise.resolve("in"))).to.equal("in");
  });
});
