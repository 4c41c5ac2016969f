import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeRunFolder, removeDeadRunFolders } from "../../support/runFolders";
import { startTimeOf } from "../../support/startTimeOf";

describe("the folders of runs", () => {
  const made: string[] = [];
  afterEach(() => Promise.all(made.map((one) => rm(one, { recursive: true, force: true }))));

  /** A folder of this test's, given to another process. */
  async function folderOf(change: (name: string) => string): Promise<string> {
    const own = await makeRunFolder("docker");
    const folder = path.join(path.dirname(own), change(path.basename(own)));
    await rename(own, folder);
    await writeFile(path.join(folder, "config.json"), "{}");
    made.push(folder);
    return folder;
  }
  const nobody = () => Promise.resolve(new Set<number>());
  const owner = /-(\w+)-(\d+)-(\w+)-(\w+)$/;

  it("go where the process that made them was killed", async () => {
    const child = spawn("/bin/sh", ["-c", "read -r x"]);
    await once(child, "spawn");
    const pid = child.pid ?? 0;
    const start = await startTimeOf(pid);
    const folder = await folderOf((name) => name.replace(owner, `-$1-${pid}-${start}-$4`));
    await removeDeadRunFolders(nobody);
    expect(existsSync(folder)).to.equal(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    await removeDeadRunFolders(nobody);
    expect(existsSync(folder)).to.equal(false);
  });

  it("go where another process has the number by now", async () => {
    const folder = await folderOf((name) => name.replace(owner, "-$1-$2-1-$4"));
    await removeDeadRunFolders(nobody);
    expect(existsSync(folder)).to.equal(false);
  });

  it("stay where what the dead process started is still at work", async () => {
    const folder = await folderOf((name) => name.replace(owner, "-$1-4194305-1-$4"));
    await removeDeadRunFolders(() => Promise.resolve(new Set([4194305])));
    expect(existsSync(folder)).to.equal(true);
    await removeDeadRunFolders(nobody);
    expect(existsSync(folder)).to.equal(false);
  });

  it("stay where nobody can tell", async () => {
    const folder = await folderOf((name) => name.replace(owner, "-$1-4194305-1-$4"));
    await removeDeadRunFolders(() => Promise.reject(new Error("EMFILE")));
    expect(existsSync(folder)).to.equal(true);
  });

  it("stay where the process lives, and those of other machines and programs", async () => {
    const mine = await folderOf((name) => name);
    const others = await folderOf((name) => name.replace(owner, "-0badf00d-$2-1-$4"));
    const foreign = await folderOf(() => `slipway-docker-x${process.pid}`);
    await mkdir(path.join(foreign, "state"));
    await removeDeadRunFolders(nobody);
    expect([mine, others, foreign].map(existsSync)).to.deep.equal([true, true, true]);
  });
});
