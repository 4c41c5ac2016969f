import { expect } from "chai";
import { healthCommand, watchHealth } from "../../../../emulator/tasks/docker/healthCheck";
import { VirtualClock } from "../../../_helpers/virtualClock";

const check = { command: ["CMD", "x"], interval: 10, timeout: 5, retries: 3, startPeriod: 0 };

/** Runs a check whose results are given, at twice real time, and tells when what was reported. */
async function reports(results: boolean[], rest: Partial<typeof check> = {}): Promise<string[]> {
  const real = new VirtualClock(0);
  const seen: string[] = [];
  const ending = new AbortController();
  const queue = [...results];
  const watching = watchHealth(
    { ...check, ...rest },
    { emulated: real, real, scale: 2 },
    () => {
      const next = queue.shift();
      if (next === undefined) ending.abort(new Error("enough"));
      return Promise.resolve(next ?? false);
    },
    (status) => seen.push(`${real.now() / 1000} ${status}`),
    ending.signal,
  );
  await real.advance(200_000);
  await watching;
  return seen;
}

describe("watchHealth", () => {
  it("checks an interval after the start, in emulated seconds, and reports changes only", async () => {
    expect(await reports([true, true, true])).to.eql(["5 HEALTHY"]);
  });
  it("reports UNHEALTHY after as many failures in a row as retries", async () => {
    expect(await reports([true, false, false, true, false, false, false])).to.eql([
      "5 HEALTHY",
      "35 UNHEALTHY",
    ]);
  });
  it("doesn't count failures in the start period, but a success ends the waiting", async () => {
    const results = [false, false, false, false, false, false];
    expect(await reports(results, { startPeriod: 30 })).to.eql(["25 UNHEALTHY"]);
    expect(await reports([false, true], { startPeriod: 30 })).to.eql(["10 HEALTHY"]);
  });
  it("reports HEALTHY again after a check that passes", async () => {
    expect(await reports([false, false, false, true])).to.eql(["15 UNHEALTHY", "20 HEALTHY"]);
  });
});

describe("healthCommand", () => {
  it("runs CMD as it is and CMD-SHELL in a shell", () => {
    expect(healthCommand(["CMD", "curl", "-f", "x"])).to.eql(["curl", "-f", "x"]);
    expect(healthCommand(["CMD-SHELL", "a || b"])).to.eql(["/bin/sh", "-c", "a || b"]);
  });
});
