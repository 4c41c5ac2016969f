import { expect } from "chai";
import { verdictOfRollouts } from "../../../automation/report/verdictOfRollouts";
import type { Outcome } from "../../../contract/outcome";

const deployed: Outcome = { kind: "deployed" };
const unchanged: Outcome = { kind: "unchanged" };
const back: Outcome = { kind: "rolled back", by: "breaker", finished: true };
const goingBack: Outcome = { kind: "rolled back", by: "breaker", finished: false };
const failed: Outcome = { kind: "failed", cause: "tasks" };
const superseded: Outcome = { kind: "superseded", by: "ecs-svc/2" };
const timedOut: Outcome = { kind: "timed out", limit: "no progress" };
const cancelled: Outcome = { kind: "cancelled" };
const abandoned: Outcome = { kind: "abandoned" };
const unknown: Outcome = { kind: "unknown" };
const stopped: Outcome = { kind: "stopped" };
const gone: Outcome = { kind: "gone" };
const notStarted: Outcome = { kind: "not started" };

/** Outcomes → exit code under `rollback`, under `stop`. */
const table: [Outcome[], number | undefined, number | undefined][] = [
  [[deployed, deployed], 0, 0],
  [[unchanged, deployed], 0, 0],
  [[unchanged], 0, 0],
  [[notStarted, notStarted], undefined, undefined],
  [[back], 6, 6],
  [[back, back], 6, 6],
  [[back, notStarted], 6, 6],
  [[back, unchanged], 6, 6],
  [[back, deployed], 7, 7],
  [[goingBack], 7, 9],
  [[failed], 7, 7],
  [[stopped], 7, 7],
  [[gone], 6, 7],
  [[gone, deployed], 7, 7],
  [[deployed, notStarted], 7, 7],
  [[timedOut, deployed], 7, 9],
  [[abandoned, back], 7, 7],
  [[unknown, back], 7, 7],
  [[cancelled, back], 7, 7],
  [[superseded, deployed], 8, 8],
  [[superseded, back], 8, 8],
  [[superseded, failed], 7, 7],
  [[unknown, deployed], 9, 9],
  [[unknown, cancelled], 9, 9],
  [[cancelled, deployed], 10, 10],
  [[cancelled, notStarted, deployed], 10, 10],
];

describe("verdictOfRollouts", () => {
  for (const [outcomes, underRollback, underStop] of table) {
    const kinds = outcomes.map((o) => o.kind + ("finished" in o && !o.finished ? "…" : ""));
    it(`${kinds.join(" + ")} → ${underRollback} (rollback), ${underStop} (stop)`, () => {
      expect(verdictOfRollouts(outcomes, "rollback")).to.equal(underRollback);
      expect(verdictOfRollouts(outcomes, "stop")).to.equal(underStop);
    });
  }
});
