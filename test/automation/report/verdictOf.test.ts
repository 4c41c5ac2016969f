import { expect } from "chai";
import type { GateReport } from "../../../automation/report/gateReport";
import type { ReleaseFacts } from "../../../automation/report/releaseFacts";
import { verdictOf } from "../../../automation/report/verdictOf";
import type { Outcome } from "../../../contract/outcome";
import { engineFacts, recoveryFacts, releaseFacts } from "../_helpers/releaseFacts";

const deployed: Outcome = { kind: "deployed" };
const unchanged: Outcome = { kind: "unchanged" };
const failed: Outcome = { kind: "failed", cause: "tasks" };
const rolledBack: Outcome = { kind: "rolled back", by: "breaker", finished: true };
const abandoned: Outcome = { kind: "abandoned" };
const superseded: Outcome = { kind: "superseded", by: "ecs-svc/9" };
const notSucceeded = { succeeded: false };

const good = engineFacts({ web: deployed, worker: deployed });
const bad = engineFacts({ web: failed, worker: deployed }, notSucceeded);
const gate = (result: GateReport["result"]) => ({ gate: "http", result, seconds: 1 });
const tag = (result: "back" | "failed") => ({ reference: "repo/mage:staging", result });
const bothRecovered = recoveryFacts({ web: unchanged, worker: deployed });

/** Given – because – verdict. */
const table: [string, string, ReleaseFacts, number][] = [
  ["both services deployed", "each wanted service succeeded", releaseFacts(good), 0],
  [
    "both services unchanged",
    "nothing to do is success",
    releaseFacts(engineFacts({ web: unchanged, worker: unchanged })),
    0,
  ],
  [
    "the engine succeeded and never reported worker, while web was unchanged",
    "a wanted service without an outcome is never success",
    releaseFacts(engineFacts({ web: unchanged })),
    1,
  ],
  [
    "the engine succeeded and reported no service at all",
    "a program that declares nothing has released nothing",
    releaseFacts(engineFacts({})),
    1,
  ],
  [
    "a build, which reports no service",
    "a build moves none",
    releaseFacts(engineFacts({}), { command: "build" }),
    0,
  ],
  [
    "a preview, which has no outcomes",
    "a preview moves none",
    releaseFacts(engineFacts({}), { command: "preview" }),
    0,
  ],
  [
    "the build failed before a service was touched",
    "the failure's resource decides",
    releaseFacts(
      engineFacts(
        {},
        { ...notSucceeded, failures: [{ message: "x", type: "docker-build:index:Image" }] },
      ),
    ),
    4,
  ],
  [
    "the engine was cancelled before a service was touched",
    "nothing moved",
    releaseFacts(engineFacts({}, { ...notSucceeded, cancelled: true })),
    10,
  ],
  [
    "web failed and worker deployed, without a recovery",
    "services are on different releases",
    releaseFacts(bad),
    7,
  ],
  [
    "web was rolled back by ECS and worker never began",
    "nothing is on the new revision",
    releaseFacts(engineFacts({ web: rolledBack }, notSucceeded)),
    6,
  ],
  [
    "both services recovered",
    "nothing is on the new revision",
    releaseFacts(bad, { recovery: bothRecovered, tags: [tag("back")] }),
    6,
  ],
  [
    "both services recovered, and the environment's tag still names the failed image",
    "a task that starts from the tag would run it",
    releaseFacts(bad, { recovery: bothRecovered, tags: [tag("failed")] }),
    7,
  ],
  [
    "one service can't be recovered",
    "it stays on the failed release",
    releaseFacts(bad, { recovery: recoveryFacts({ worker: deployed }, ["web"]) }),
    7,
  ],
  [
    "the state could not be read, and ECS had rolled back the only service that moved",
    "nothing was left to recover",
    releaseFacts(engineFacts({ web: rolledBack }, notSucceeded), {
      recovery: { kind: "not possible", why: "no bucket" },
    }),
    6,
  ],
  [
    "worker was abandoned, and a look found another deployer's deployment there",
    "a newer deployment has taken over",
    releaseFacts(engineFacts({ web: failed, worker: abandoned }, notSucceeded), {
      cutOff: new Map([["worker", { kind: "superseded", by: "ecs-svc/9", revision: "worker:9" }]]),
      recovery: recoveryFacts({ web: deployed }),
    }),
    8,
  ],
  [
    "worker was abandoned, and ECS could not be asked what it runs",
    "one service's state is unknown, so the recovery is incomplete",
    releaseFacts(engineFacts({ web: failed, worker: abandoned }, notSucceeded), {
      cutOff: new Map([["worker", { kind: "unknown", why: "no route" }]]),
      recovery: recoveryFacts({ web: deployed }),
    }),
    7,
  ],
  [
    "a gate is red, without a recovery",
    "the services stay on a release that failed",
    releaseFacts(good, { gates: [gate("green"), gate("red")] }),
    7,
  ],
  [
    "a gate is red, and everything was recovered",
    "nothing is on the new revision",
    releaseFacts(good, {
      gates: [gate("red")],
      recovery: recoveryFacts({ web: deployed, worker: deployed }),
    }),
    6,
  ],
  [
    "a gate could not be checked",
    "it is not known whether the release is good",
    releaseFacts(good, { gates: [gate("unknown")] }),
    9,
  ],
  [
    "the gates were cancelled",
    "an unchecked release must not pass as good",
    releaseFacts(good, { gates: [gate("cancelled")] }),
    10,
  ],
  [
    "all gates are green",
    "the release is checked",
    releaseFacts(good, { gates: [gate("green")] }),
    0,
  ],
  [
    "a rollback whose service still moves, under onFailure rollback",
    "a rollback has no recovery of its own",
    releaseFacts(
      engineFacts(
        { web: { kind: "timed out", limit: "hard limit" }, worker: deployed },
        notSucceeded,
      ),
      { command: "rollback" },
    ),
    9,
  ],
  [
    "a newer deployment took web over while worker deployed",
    "the newer deployer answers for web",
    releaseFacts(engineFacts({ web: superseded, worker: deployed }, notSucceeded)),
    8,
  ],
];

describe("verdictOf", () => {
  for (const [given, because, facts, verdict] of table) {
    it(`given that ${given}: ${verdict}, because ${because}`, () => {
      expect(verdictOf(facts)).to.equal(verdict);
    });
  }
});
