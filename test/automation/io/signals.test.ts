import { expect } from "chai";
import { onSignals } from "../../../automation/io/signals";
import { VirtualClock } from "../../_helpers/virtualClock";

describe("onSignals", () => {
  let clock: VirtualClock;
  let heard: string[];
  let press: (signal: string) => void;

  beforeEach(() => {
    clock = new VirtualClock();
    heard = [];
    const listeners = new Map<string, (signal: string) => void>();
    const source = {
      on: (name: string, listener: (signal: string) => void) => listeners.set(name, listener),
    };
    onSignals(source, clock, {
      first: (signal) => heard.push(`first ${signal}`),
      second: (signal) => heard.push(`second ${signal}`),
    });
    press = (signal) => listeners.get(signal)?.(signal);
  });

  it("asks first, then leaves, whichever signals come", async () => {
    press("SIGTERM");
    await clock.advance(1000);
    press("SIGINT");
    expect(heard).to.deep.equal(["first SIGTERM", "second SIGINT"]);
  });

  it("takes what comes within a second for one press: npm hands on what the group got", async () => {
    press("SIGTERM");
    press("SIGTERM");
    await clock.advance(999);
    press("SIGINT");
    expect(heard).to.deep.equal(["first SIGTERM"]);
    await clock.advance(1);
    press("SIGTERM");
    expect(heard).to.deep.equal(["first SIGTERM", "second SIGTERM"]);
  });

  it("ends at the second press although the clock was set back, because a press is timed by the monotonic clock", () => {
    const times = [10_000, 5000];
    const passed = [0, 2000];
    const back = {
      now: () => times.shift() ?? 0,
      monotonic: () => passed.shift() ?? 0,
      sleep: () => Promise.resolve(),
    };
    const listeners: ((signal: string) => void)[] = [];
    const source = { on: (_: string, heard: (signal: string) => void) => listeners.push(heard) };
    const left: string[] = [];
    onSignals(source, back, { first: () => left.push("asked"), second: () => left.push("left") });
    listeners[0]?.("SIGINT");
    listeners[0]?.("SIGINT");
    expect(left).to.deep.equal(["asked", "left"]);
  });
});
