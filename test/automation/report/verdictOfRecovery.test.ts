import { expect } from "chai";
import {
  verdictOfRecovery,
  type RecoveredService,
} from "../../../automation/report/verdictOfRecovery";
import type { Outcome } from "../../../contract/outcome";

const failed: Outcome = { kind: "failed", cause: "tasks" };
const deployed: Outcome = { kind: "deployed" };
const superseded: Outcome = { kind: "superseded", by: "ecs-svc/2" };
const back: Outcome = { kind: "rolled back", by: "breaker", finished: true };
const unknown: Outcome = { kind: "unknown" };

const table: [string, RecoveredService[], number][] = [
  [
    "all are back",
    [
      { outcome: failed, recovery: deployed },
      { outcome: deployed, recovery: { kind: "unchanged" } },
      { outcome: { kind: "unchanged" } },
      { outcome: { kind: "not started" } },
    ],
    6,
  ],
  ["ECS's own rollback was confirmed", [{ outcome: back, recovery: { kind: "unchanged" } }], 6],
  [
    "one was deleted",
    [{ outcome: { kind: "gone" } }, { outcome: deployed, recovery: deployed }],
    6,
  ],
  [
    "one failed on its way",
    [
      { outcome: failed, recovery: failed },
      { outcome: deployed, recovery: deployed },
    ],
    7,
  ],
  ["one was not begun", [{ outcome: failed, recovery: { kind: "not started" } }], 7],
  ["ECS took it forward again", [{ outcome: failed, recovery: back }], 7],
  ["it was interrupted", [{ outcome: failed, recovery: { kind: "cancelled" } }], 7],
  ["one has no way back", [{ outcome: failed, recovery: "impossible" }], 7],
  ["nobody answers for one", [{ outcome: failed, recovery: deployed }, { outcome: unknown }], 7],
  [
    "somebody took one over before",
    [{ outcome: superseded }, { outcome: failed, recovery: deployed }],
    8,
  ],
  ["somebody took one over meanwhile", [{ outcome: failed, recovery: superseded }], 8],
  [
    "one was taken over, one is not back",
    [{ outcome: superseded }, { outcome: failed, recovery: failed }],
    7,
  ],
];

describe("verdictOfRecovery", () => {
  for (const [what, services, code] of table) {
    it(`${code} where ${what}`, () => {
      expect(verdictOfRecovery(services)).to.equal(code);
    });
  }
});
