import { expect } from "chai";
import { breakerThreshold } from "../../../../../emulator/services/ecs/deployments/breaker";
import { launchDelay } from "../../../../../emulator/services/ecs/scheduler/pace";
import { taskBounds } from "../../../../../emulator/services/ecs/deployments/taskBounds";
import type { ThresholdType } from "../../../../../emulator/services/ecs/shapes";

describe("emulator: the scheduler's arithmetic", () => {
  for (const [desired, minimum, maximum, lower, upper] of [
    [4, 50, 200, 2, 8],
    [2, 75, 200, 2, 4],
    [3, 100, 125, 3, 3],
    [2, 100, 200, 2, 4],
    [1, 0, 100, 0, 1],
    [2, 50, 100, 1, 2],
    [0, 100, 200, 0, 0],
  ] as const) {
    it(`keeps ${desired} tasks at ${minimum}/${maximum} between ${lower} and ${upper}`, () => {
      const configuration = { minimumHealthyPercent: minimum, maximumPercent: maximum };
      expect(taskBounds(desired, configuration)).to.deep.equal({ lower, upper });
    });
  }

  for (const [type, value, desired, threshold] of [
    [undefined, 50, 1, 3],
    [undefined, 50, 25, 13],
    [undefined, 50, 400, 200],
    [undefined, 50, 800, 200],
    ["UNBOUNDED_PERCENT", 50, 800, 400],
    ["UNBOUNDED_PERCENT", 50, 1, 1],
    ["BOUNDED_PERCENT", 10, 100, 10],
    ["COUNT", 1, 100, 1],
  ] as [ThresholdType | undefined, number, number, number][]) {
    it(`fails ${desired} tasks after ${threshold} failures with ${type ?? "the default"} ${value}`, () => {
      const thresholdConfiguration = type && { type, value };
      const breaker = { enable: true, rollback: true, thresholdConfiguration };
      expect(breakerThreshold(breaker, desired)).to.equal(threshold);
    });
  }

  it("delays the next launch longer after each failed one, up to 27 minutes", () => {
    const delays = [0, 1, 2, 3, 4, 5, 6, 20].map((n) => launchDelay(n) / 1000);
    expect(delays).to.deep.equal([0, 41, 30, 297, 594, 1188, 1620, 1620]);
  });
});
