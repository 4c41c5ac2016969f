import { expect } from "chai";
import { exitCodeOfRestore, type BroughtBack } from "../../../automation/recovery/recoveryVerdict";
import type { Outcome } from "../../../contract/outcome";

const failed: Outcome = { kind: "failed", cause: "tasks" };
const deployed: Outcome = { kind: "deployed" };
const superseded: Outcome = { kind: "superseded", by: "ecs-svc/2" };
const back: Outcome = { kind: "rolled back", by: "breaker", finished: true };
const unknown: Outcome = { kind: "unknown" };

const table: [string, BroughtBack[], number][] = [
  [
    "all are back",
    [
      { outcome: failed, restored: deployed },
      { outcome: deployed, restored: { kind: "unchanged" } },
      { outcome: { kind: "unchanged" } },
      { outcome: { kind: "not started" } },
    ],
    6,
  ],
  ["ECS's own rollback was confirmed", [{ outcome: back, restored: { kind: "unchanged" } }], 6],
  [
    "one was deleted",
    [{ outcome: { kind: "gone" } }, { outcome: deployed, restored: deployed }],
    6,
  ],
  [
    "one failed on its way",
    [
      { outcome: failed, restored: failed },
      { outcome: deployed, restored: deployed },
    ],
    7,
  ],
  ["one was not begun", [{ outcome: failed, restored: { kind: "not started" } }], 7],
  ["ECS took it forward again", [{ outcome: failed, restored: back }], 7],
  ["it was interrupted", [{ outcome: failed, restored: { kind: "cancelled" } }], 7],
  ["one has no way back", [{ outcome: failed, restored: "impossible" }], 7],
  ["nobody answers for one", [{ outcome: failed, restored: deployed }, { outcome: unknown }], 7],
  [
    "somebody took one over before",
    [{ outcome: superseded }, { outcome: failed, restored: deployed }],
    8,
  ],
  ["somebody took one over meanwhile", [{ outcome: failed, restored: superseded }], 8],
  [
    "one was taken over, one is not back",
    [{ outcome: superseded }, { outcome: failed, restored: failed }],
    7,
  ],
];

describe("exitCodeOfRestore", () => {
  for (const [what, services, code] of table) {
    it(`${code} where ${what}`, () => {
      expect(exitCodeOfRestore(services)).to.equal(code);
    });
  }
});
