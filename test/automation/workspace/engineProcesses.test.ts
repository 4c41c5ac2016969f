import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { encodeRunRequest, runVariable } from "../../../contract/runRequest";
import { systemProcesses } from "../../../automation/workspace/engineProcesses";

/** The variable by which an engine knows its runner. */
const requestOf = (runner: number) => ({
  [runVariable]: encodeRunRequest({ kind: "build", flags: {} }, runner),
});

describe("the engines of this machine", function () {
  let folder: string;
  let child: ChildProcess | undefined;
  before(function () {
    if (process.platform !== "linux") this.skip();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-engine-"));
  });
  afterEach(async () => {
    if (child?.exitCode === null && child.kill("SIGKILL")) await once(child, "exit");
    child = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  /** A program that waits for its standard input, under a name. */
  async function running(name: string, env: Record<string, string> = {}): Promise<number> {
    const program = path.join(folder, name);
    await copyFile("/bin/cat", program);
    child = spawn(program, [], { env, stdio: ["pipe", "ignore", "ignore"] });
    await once(child, "spawn");
    return child.pid ?? 0;
  }

  const states: [string, string, Record<string, string>, string][] = [
    ["one whose runner is there", "pulumi", requestOf(process.pid), "working"],
    ["one that nobody of ours has started", "pulumi", {}, "working"],
    ["one that a package has wrapped", ".pulumi-wrapped", {}, "working"],
    // No process has a number beyond the kernel's largest.
    ["one whose runner is dead", "pulumi", requestOf(4194305), "orphan"],
    ["another program", "cat", {}, "dead"],
  ];
  for (const [what, name, env, state] of states) {
    it(`are ${state}: ${what}`, async () => {
      expect(await systemProcesses.stateOf(await running(name, env))).to.equal(state);
    });
  }

  it("are dead when they have ended", async () => {
    const pid = await running("pulumi");
    child?.stdin?.end();
    if (child) await once(child, "exit");
    expect(await systemProcesses.stateOf(pid)).to.equal("dead");
  });
});
