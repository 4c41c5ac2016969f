import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { runCommand } from "../../../automation/gates/runCommand";
import { VirtualClock } from "../../_helpers/virtualClock";
import { errorFrom } from "../../_helpers/errorFrom";
import { stubbornPrograms, type StubbornPrograms } from "../_helpers/stubbornPrograms";

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

  describe("with a program that does not end with SIGTERM", () => {
    let programs: StubbornPrograms;
    beforeEach(async () => (programs = await stubbornPrograms()));
    afterEach(() => programs.close());

    it("kills it after four seconds, and waits for that alone", async () => {
      const clock = new VirtualClock();
      const stop = new AbortController();
      // Its child is in a group of its own, and holds the output open.
      const script = `
        const { spawn } = require("node:child_process");
        spawn(process.execPath, ["-e", process.argv[1]], { detached: true, stdio: "inherit" });
        ${programs.script}`;
      const command = [process.execPath, "-e", script, programs.script];
      const running = errorFrom(runCommand(command, { ...place, clock }, stop.signal));
      const both = [await programs.next(), await programs.next()];
      stop.abort(new Error("SIGINT"));
      await Promise.race(both.map(({ told }) => told));
      await clock.advance(4000);
      await Promise.race(both.map(({ gone }) => gone));
      expect((await running).message).to.equal("SIGINT");
      expect(clock.pending).to.equal(0);
    });

    it("ends a background process that its parent has left, although its output is not read", async () => {
      const stop = new AbortController();
      const command = ["sh", "-c", '"$0" -e "$1" >/dev/null 2>&1 & wait'];
      command.push(process.execPath, programs.script);
      const running = errorFrom(runCommand(command, place, stop.signal));
      const program = await programs.next();
      stop.abort(new Error("SIGINT"));
      expect((await running).message).to.equal("SIGINT");
      await program.gone;
    });

    it("kills it where the runner leaves before", async () => {
      const script = `
        const { runCommand } = require("./automation/gates/runCommand");
        const { systemClock } = require("./support/clock");
        const place = { folder: ".", env: process.env, clock: systemClock };
        const stop = new AbortController();
        const command = [process.execPath, "-e", process.argv[1]];
        runCommand(command, place, stop.signal).catch(() => undefined);
        process.stdin.on("data", () => {
          stop.abort(new Error("SIGINT"));
          process.exit(10);
        });`;
      const args = ["-r", "ts-node/register", "-e", script, programs.script];
      const runner = spawn(process.execPath, args, { stdio: ["pipe", "ignore", "inherit"] });
      const ended = once(runner, "exit");
      const program = await programs.next();
      runner.stdin.write("leave");
      expect((await ended)[0]).to.equal(10);
      await program.gone;
    });
  });

  it("fails where there is no such program", async () => {
    const run = runCommand(["/no/such/program"], place, new AbortController().signal);
    expect((await errorFrom(run)).message).to.include("ENOENT");
  });
});
