import { expect } from "chai";
import { noEvidence } from "../../../contract/evidence";
import type { RolloutResult } from "../../../targets/rollout";
import { failureText } from "../../../provider/resources/failureText";

const result: RolloutResult = {
  outcome: { kind: "rolled back", by: "breaker", to: "web:1", finished: true },
  reason: "tasks failed to start.",
  next: "Release another commit.",
  from: "web:1",
  to: "web:2",
  digests: {},
  seconds: 1,
  evidence: {
    ...noEvidence,
    stoppedTasks: [{ reason: "exited", container: "app", exitCode: 1, count: 3, taskArn: "t" }],
    logs: { container: "app", lines: ["panic"] },
  },
};

describe("failureText", () => {
  it("says how it ended, why, what to do, and what was seen", () => {
    expect(failureText("web", result)).to.equal(
      [
        "web: rolled back (breaker). tasks failed to start. Release another commit.",
        "  3 × app: exited, exit code 1",
        "  last lines of app:",
        "  | panic",
      ].join("\n"),
    );
  });

  it("is bounded, whatever the containers wrote", () => {
    const lines = Array.from({ length: 50 }, () => "🚢".repeat(1_000));
    const hints = Array.from({ length: 50 }, () => "x".repeat(1_000));
    const evidence = { ...result.evidence, logs: { container: "app", lines }, hints };
    expect(failureText("web", { ...result, evidence }).length).to.be.at.most(3_001);
  });
});
