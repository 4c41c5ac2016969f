import { expect } from "chai";
import type { CheckResult } from "../../../../../emulator/services/elbv2/balancing/backend";
import {
  afterCheck,
  uncheckedHealth,
  type CheckedHealth,
} from "../../../../../emulator/services/elbv2/balancing/targetHealth";

const settings = { matcher: "200", healthyThreshold: 3, unhealthyThreshold: 2 };
const fresh: CheckedHealth = { health: uncheckedHealth.checking, passes: 0, failures: 0 };

/** The states that a new target goes through. */
function states(outcomes: CheckResult["outcome"][], more: Partial<typeof settings> = {}): string[] {
  let now = fresh;
  return outcomes.map((outcome) => {
    now = afterCheck(now, outcome, { ...settings, ...more });
    return now.health.state;
  });
}

describe("emulator: a target's health", () => {
  it("is healthy after one passed check at first, and after the threshold once it was unhealthy", () => {
    expect(states([200])).to.deep.equal(["healthy"]);
    expect(states([503, 200])).to.deep.equal(["initial", "healthy"]);
    expect(states([503, 503, 200, 200, 200])).to.deep.equal([
      ...["initial", "unhealthy", "unhealthy", "unhealthy", "healthy"],
    ]);
  });

  it("is unhealthy after the threshold of failures in a row", () => {
    expect(states([200, 503, 200, 503, 503])).to.deep.equal([
      ...["healthy", "healthy", "healthy", "healthy", "unhealthy"],
    ]);
    expect(states([503, 503, 200, 503, 200, 200])).to.deep.equal([
      ...["initial", "unhealthy", "unhealthy", "unhealthy", "unhealthy", "unhealthy"],
    ]);
  });

  it("is healthy with every status that the matcher names", () => {
    expect(states([204], { matcher: "200,204" })).to.deep.equal(["healthy"]);
    expect(states([399], { matcher: "200-399" })).to.deep.equal(["healthy"]);
    expect(states([400], { matcher: "200-399" })).to.deep.equal(["initial"]);
    expect(states(["pass"], { matcher: "302" })).to.deep.equal(["healthy"]);
  });

  it("names the reason when it is unhealthy", () => {
    const why = (outcome: CheckResult["outcome"]) =>
      afterCheck({ ...fresh, failures: 1 }, outcome, settings).health;
    expect(why(503)).to.deep.equal({
      state: "unhealthy",
      reason: "Target.ResponseCodeMismatch",
      description: "Health checks failed with these codes: [503]",
    });
    expect(why("timeout")).to.include({
      reason: "Target.Timeout",
      description: "Request timed out",
    });
    expect(why("unreachable")).to.include({
      reason: "Target.FailedHealthChecks",
      description: "Health checks failed",
    });
  });
});
