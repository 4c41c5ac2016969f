import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import { endProcess, isRunning, recordProcess } from "../../sandbox/processTable";
import { systemClock } from "../../support/clock";

describe("the sandbox's record of processes", () => {
  it("knows a process from a later one with the same id", async () => {
    const record = await recordProcess("test", process.pid);
    expect(await isRunning(record)).to.equal(true);
    expect(await isRunning({ ...record, startTime: "1" })).to.equal(false);
  });

  it("ends a process that does not want to", async () => {
    const child = spawn("/bin/sh", ["-c", "trap '' TERM; echo ready; while :; do read -r x; done"]);
    await once(child.stdout, "data");
    const record = await recordProcess("stubborn", child.pid ?? 0);
    const ended = once(child, "exit");
    await endProcess(record, systemClock, 100);
    expect((await ended)[1]).to.equal("SIGKILL");
    expect(await isRunning(record)).to.equal(false);
  });

  it("leaves alone what took the id of an ended process", async () => {
    const child = spawn("/bin/sh", ["-c", "read -r x"]);
    await once(child, "spawn");
    const record = await recordProcess("other", child.pid ?? 0);
    await endProcess({ ...record, startTime: "1" }, systemClock, 100);
    expect(await isRunning(record)).to.equal(true);
    child.stdin.end();
    await once(child, "exit");
  });
});
