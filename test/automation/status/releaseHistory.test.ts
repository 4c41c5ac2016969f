import { expect } from "chai";
import { releaseHistory } from "../../../automation/status/releaseHistory";
import type { PastUpdate } from "../../../automation/workspace/updateHistory";

type Result = PastUpdate["result"];

const update = (message: string, startedAt: number, result: Result): PastUpdate => ({
  ...{ kind: "update", message, startedAt, result, endedAt: startedAt + 1000 },
});

describe("the releases in Pulumi's history", () => {
  const cases: [Result, Result | undefined, string][] = [
    ["succeeded", undefined, "succeeded"],
    ["failed", undefined, "failed"],
    ["failed", "succeeded", "failed, recovered"],
    ["failed", "failed", "failed"],
    // A gate was red.
    ["succeeded", "succeeded", "failed, recovered"],
    ["succeeded", "failed", "failed"],
  ];
  for (const [result, back, outcome] of cases) {
    const then = back === undefined ? "" : `, and its recovery: ${back}`;
    it(`are ${outcome} where the update ${result}${then}`, () => {
      const after = back ? [update("slipway recovery c2", 5000, back)] : [];
      const [release, ...others] = releaseHistory(
        [...after, update("slipway up c2 by ann", 0, result)],
        [],
      );
      expect(release).to.include({ outcome, commit: "c2", by: "ann", seconds: back ? 6 : 1 });
      expect(others).to.deep.equal([]);
    });
  }
});
