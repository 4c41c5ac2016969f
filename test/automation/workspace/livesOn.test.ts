import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { livesOn } from "../../../automation/workspace/livesOn";

// No process has a number beyond the kernel's largest.
const dead = 4194305;

describe("livesOn", () => {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  it("finds what a dead runner has left at work, and nothing once that has ended", async () => {
    expect(await livesOn(dead)).to.equal(false);
    const env = { SLIPWAY_RUNNER: String(dead) };
    const child = spawn("/bin/cat", [], { env, stdio: ["pipe", "ignore", "ignore"] });
    await once(child, "spawn");
    expect(await livesOn(dead)).to.equal(true);
    // The beginning of a number is another's.
    expect(await livesOn(419430)).to.equal(false);
    child.stdin.end();
    await once(child, "exit");
    expect(await livesOn(dead)).to.equal(false);
  });
});
