import { expect } from "chai";
import { alarmsGate } from "../../../automation/gates/alarmsGate";
import type { Alarm, AlarmsApi } from "../../../automation/gates/alarmsApi";
import { VirtualClock } from "../../_helpers/virtualClock";

type Look = Record<string, Alarm["state"]> | Error;

/** CloudWatch that answers one look after the other; the last answer stays. */
class FakeAlarms implements AlarmsApi {
  asked = 0;

  constructor(private readonly looks: readonly Look[]) {}

  describeAlarms(): Promise<Alarm[]> {
    const look = this.looks[Math.min(this.asked++, this.looks.length - 1)] ?? {};
    if (look instanceof Error) return Promise.reject(look);
    return Promise.resolve(
      Object.entries(look).map(([name, state]) => ({ name, state, reason: "6 of 5 points" })),
    );
  }
}

describe("the gate of CloudWatch alarms", () => {
  const settings = { kind: "alarms", alarms: ["errors"], for: 60, every: 15 } as const;

  async function verdictOf(looks: Look[], loudBefore: string[] = [], alarms = ["errors"]) {
    const clock = new VirtualClock();
    const api = new FakeAlarms(looks);
    const gate = alarmsGate(
      { ...settings, alarms },
      { api, clock, loudBefore: new Set(loudBefore) },
    );
    const verdict = gate.check(new AbortController().signal);
    await clock.advance(60_000);
    return { verdict: await verdict, asked: api.asked };
  }

  it("is green when none went off in all that time", async () => {
    const { verdict, asked } = await verdictOf([{ errors: "OK" }]);
    expect(verdict).to.deep.equal({ result: "green" });
    expect(asked).to.equal(5);
  });

  it("is red as soon as one goes off, and says why CloudWatch says so", async () => {
    const { verdict, asked } = await verdictOf([{ errors: "OK" }, { errors: "ALARM" }]);
    expect(verdict).to.deep.equal({
      result: "red",
      reason: "errors is in ALARM: 6 of 5 points.",
    });
    expect(asked).to.equal(2);
  });

  it("leaves out what was in ALARM before, and says so", async () => {
    const { verdict } = await verdictOf([{ errors: "ALARM" }], ["errors"]);
    expect(verdict).to.deep.equal({
      result: "green",
      notes: ["errors was in ALARM before and still is: it did not count."],
    });
  });

  it("counts it again once it has been out of ALARM", async () => {
    const looks: Look[] = [{ errors: "ALARM" }, { errors: "OK" }, { errors: "ALARM" }];
    expect((await verdictOf(looks, ["errors"])).verdict.result).to.equal("red");
  });

  it("says that an alarm has no data", async () => {
    const { verdict } = await verdictOf([{ errors: "INSUFFICIENT_DATA" }]);
    expect(verdict).to.deep.equal({
      result: "green",
      notes: ["errors has too little data to say anything."],
    });
  });

  it("outlives looks that fail", async () => {
    const { verdict } = await verdictOf([
      { errors: "OK" },
      new Error("throttled"),
      { errors: "OK" },
    ]);
    expect(verdict.result).to.equal("green");
  });

  it("does not know when it can't look at the end, which is no reason to roll back", async () => {
    const { verdict } = await verdictOf([{ errors: "OK" }, new Error("token expired")]);
    expect(verdict).to.deep.equal({
      result: "unknown",
      reason: "The alarms could not be read: token expired",
    });
  });

  it("does not know when an alarm was deleted meanwhile", async () => {
    const { verdict } = await verdictOf([{ errors: "OK" }], [], ["errors", "latency"]);
    expect(verdict).to.deep.include({ result: "unknown" });
  });

  it("stops at once when its signal aborts", async () => {
    const stop = new AbortController();
    const clock = new VirtualClock();
    const around = {
      api: new FakeAlarms([{ errors: "OK" }]),
      clock,
      loudBefore: new Set<string>(),
    };
    const ended = alarmsGate(settings, around)
      .check(stop.signal)
      .catch((error: unknown) => error);
    await clock.advance(1000);
    stop.abort(new Error("SIGTERM"));
    expect(await ended).to.have.property("message", "SIGTERM");
    expect(clock.pending).to.equal(0);
  });
});
