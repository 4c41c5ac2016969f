import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { runTree } from "../../../bench/overhead/runTree";

/** Milliseconds on a processor, and MiB, that a process uses at least. */
const burnt = 300;
const held = 64;
const burner = `
  const held = Buffer.alloc(${held} * 2 ** 20, 1);
  const used = () => { const { user, system } = process.cpuUsage(); return user + system; };
  while (used() < ${burnt} * 1000);
  process.stdout.write("burnt " + held.length);`;

const options = { cwd: "/", env: { ...process.env, NODE: process.execPath, BURNER: burner } };
const shell = (script: string) => runTree(["sh", "-c", script], options);

describe("runTree", function () {
  before(function () {
    // It stands on a call of Linux's, which is had by Python.
    if (process.platform !== "linux" || spawnSync("python3", ["-V"]).status !== 0) this.skip();
  });

  it("counts a grandchild's processor time and memory, and waits for both", async () => {
    const run = await shell('sh -c \'"$NODE" -e "$BURNER"; exit 3\'; exit $?');
    expect(run.exitCode).to.equal(3);
    expect(run.output).to.contain("burnt");
    expect(run.processor).to.be.at.least(burnt / 1000);
    expect(run.memory).to.be.at.least(held);
  });

  it("counts a process that outlives its parents, because it becomes this run's own", async () => {
    const run = await shell('sh -c \'"$NODE" -e "$BURNER" & kill -9 $$\' & wait $!; exit 0');
    expect(run.exitCode).to.equal(0);
    expect(run.output).to.contain("burnt");
    expect(run.processor).to.be.at.least(burnt / 1000);
    expect(run.rest).to.be.above(0);
  });

  it("does not count what another process burns meanwhile", async () => {
    const beside = runTree([process.execPath, "-e", burner], options);
    const idle = await shell("sleep 0.3");
    await beside;
    expect(idle.processor).to.be.below(burnt / 1000 / 2);
  });
});
