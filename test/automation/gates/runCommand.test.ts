import { expect } from "chai";
import { tmpdir } from "node:os";
import { runCommand } from "../../../automation/gates/runCommand";
import { VirtualClock } from "../../../support/virtualClock";
import { errorFrom } from "../../_helpers/errorFrom";

describe("runCommand", () => {
  const place = { folder: tmpdir(), env: process.env, clock: new VirtualClock() };
  const shell = (script: string, signal = new AbortController().signal) =>
    runCommand(["sh", "-c", script], place, signal);

  it("tells how it ended, and the last that it wrote on both streams", async () => {
    expect(await shell("echo one; exit 3")).to.deep.equal({
      ...{ code: 3, signal: null, lines: ["one"] },
    });
    expect((await shell("echo two >&2; kill -9 $$")).signal).to.equal("SIGKILL");
    const { lines } = await shell("seq 1 80");
    expect([lines.length, lines[0], lines[49]]).to.deep.equal([50, "31", "80"]);
  });

  it("does not wait for what it left in the background", async () => {
    expect(await shell("sleep 600 & echo done")).to.deep.equal({
      ...{ code: 0, signal: null, lines: ["done"] },
    });
  });

  it("ends it and what it started with the signal", async () => {
    const stop = new AbortController();
    const error = errorFrom(shell("sleep 600 & sleep 600", stop.signal));
    stop.abort(new Error("SIGINT"));
    expect((await error).message).to.equal("SIGINT");
  });

  it("fails where there is no such program", async () => {
    const run = runCommand(["/no/such/program"], place, new AbortController().signal);
    expect((await errorFrom(run)).message).to.include("ENOENT");
  });
});
