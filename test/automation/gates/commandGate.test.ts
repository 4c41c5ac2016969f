import { expect } from "chai";
import { commandGate, type CommandEnd } from "../../../automation/gates/commandGate";
import type { Clock } from "../../../support/clock";
import { VirtualClock } from "../../_helpers/virtualClock";

const good: CommandEnd = { code: 0, signal: null, lines: [] };
const bad: CommandEnd = { code: 3, signal: null, lines: ["checkout is broken"] };
const settings = { kind: "command", command: ["npm", "run", "smoke"], for: 30 } as const;

/** A program that does not end with SIGTERM: it is killed some seconds later. */
async function untilKilled(signal: AbortSignal, clock: Clock): Promise<CommandEnd> {
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  await clock.sleep(5000);
  throw signal.reason;
}

describe("the gate of a command", () => {
  async function verdictOf(ends: (CommandEnd | Error | "never")[], every?: number) {
    const clock = new VirtualClock();
    const aborted: boolean[] = [];
    let count = 0;
    const run = (_: readonly string[], signal: AbortSignal) => {
      const end = ends[Math.min(count++, ends.length - 1)] ?? good;
      signal.addEventListener("abort", () => aborted.push(true));
      if (end === "never") return untilKilled(signal, clock);
      return end instanceof Error ? Promise.reject(end) : Promise.resolve(end);
    };
    const gate = commandGate({ ...settings, ...(every && { every }) }, { run, clock });
    const verdict = gate.check(new AbortController().signal);
    await clock.advance(60_000);
    return { verdict: await verdict, count, aborted: aborted.length };
  }

  it("is green with exit code 0", async () => {
    expect((await verdictOf([good])).verdict).to.deep.equal({ result: "green" });
  });

  it("is red with any other, after one run, and shows what it wrote", async () => {
    const { verdict, count } = await verdictOf([bad, good]);
    expect(verdict).to.deep.equal({
      result: "red",
      reason: "exit code 3.\n  | checkout is broken",
    });
    expect(count).to.equal(1);
  });

  it("is run again where that is asked for", async () => {
    expect((await verdictOf([bad, bad, good], 5)).verdict.result).to.equal("green");
    const { verdict, count } = await verdictOf([bad], 10);
    expect(count).to.equal(4);
    expect(verdict)
      .to.have.property("reason")
      .that.matches(/^4 times in 30 s; the last: exit code 3/);
  });

  it("is ended, and red, when it takes too long", async () => {
    const { verdict, aborted } = await verdictOf(["never"]);
    expect(verdict).to.deep.equal({ result: "red", reason: "The command took longer than 30 s." });
    expect(aborted).to.equal(1);
  });

  it("does not end before its program has, however it is ended", async () => {
    for (const [cancelAt, endsAt] of [
      [10, 15],
      [Infinity, 35],
    ] as const) {
      const clock = new VirtualClock();
      const began = clock.now();
      const stop = new AbortController();
      const run = (_: readonly string[], signal: AbortSignal) => untilKilled(signal, clock);
      const gate = commandGate(settings, { run, clock });
      const ended = gate.check(stop.signal).then(
        ({ result }) => [result, (clock.now() - began) / 1000],
        (error: unknown) => [error, (clock.now() - began) / 1000],
      );
      const reason = new Error("SIGTERM");
      await clock.advance(10_000);
      if (cancelAt === 10) stop.abort(reason);
      await clock.advance(60_000);
      expect(await ended).to.deep.equal([cancelAt === 10 ? reason : "red", endsAt]);
    }
  });

  it("is red when a signal ended it, and unknown when it can't be started", async () => {
    const killed = await verdictOf([{ code: null, signal: "SIGSEGV", lines: [] }]);
    expect(killed.verdict).to.have.property("reason", "ended by SIGSEGV.");
    const missing = await verdictOf([new Error("spawn npm ENOENT")]);
    expect(missing.verdict).to.deep.equal({
      result: "unknown",
      reason: "it could not be run: spawn npm ENOENT",
    });
  });

  it("shows no login of a URL in its name", () => {
    const command = ["curl", "-f", "https://probe:hunter2@mage.example.com/"];
    const around = { run: () => Promise.resolve(good), clock: new VirtualClock() };
    expect(commandGate({ ...settings, command }, around).name).to.equal(
      "command curl -f https://***@mage.example.com/",
    );
  });
});
