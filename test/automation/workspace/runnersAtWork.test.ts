import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { encodeRunRequest, runVariable } from "../../../contract/runRequest";
import { runnersAtWork } from "../../../automation/workspace/runnersAtWork";

// No process has a number beyond the kernel's largest.
const dead = 4194305;

describe("runnersAtWork", () => {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  it("finds what a dead runner has left at work, and nothing once that has ended", async () => {
    expect([...(await runnersAtWork())]).to.not.include(dead);
    const env = { [runVariable]: encodeRunRequest({ kind: "build", flags: {} }, dead) };
    const child = spawn("/bin/cat", [], { env, stdio: ["pipe", "ignore", "ignore"] });
    await once(child, "spawn");
    expect([...(await runnersAtWork())]).to.include(dead);
    child.stdin.end();
    await once(child, "exit");
    expect([...(await runnersAtWork())]).to.not.include(dead);
  });
});
