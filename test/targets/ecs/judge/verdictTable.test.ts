import {
  DeploymentLifecycleHookStatus,
  DeploymentRolloutState,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
  type Deployment,
  type Service,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { arnOf, service, serviceDeployment } from "../_helpers/records";
import { after, inWords, next, old, ours, own, situations } from "../_helpers/verdicts";

type Situation = "ours" | "older" | "newer";
/** The verdict where our ServiceDeployment can be read, and where it can't. */
type Row = Record<Situation, readonly [there: string, denied: string]>;

const byBreaker = "moving, will be rolled back by breaker, unfinished";
const bySomeone = "moving, will be rolled back by someone, unfinished";

const table: Record<ServiceDeploymentStatus, Row> = {
  PENDING: {
    ours: ["moving", "moving"],
    // Contradicted by its status; without that, two answers decide.
    older: ["moving", "rolled back by someone"],
    newer: ["superseded", "superseded"],
  },
  IN_PROGRESS: {
    ours: ["moving", "moving"],
    older: ["moving", "rolled back by someone"],
    newer: ["superseded", "superseded"],
  },
  SUCCESSFUL: {
    ours: ["deployed", "deployed"],
    // A stale read: ECS said that ours is through.
    older: ["deployed", "rolled back by someone"],
    newer: ["deployed", "deployed"],
  },
  STOP_REQUESTED: {
    ours: ["failed", "failed"],
    older: ["failed", byBreaker],
    newer: ["superseded", "superseded"],
  },
  STOPPED: {
    ours: ["failed", "failed"],
    older: ["failed", "rolled back by breaker"],
    newer: ["superseded", "superseded"],
  },
  ROLLBACK_REQUESTED: {
    ours: [bySomeone, "moving"],
    older: [bySomeone, bySomeone],
    newer: ["superseded", "superseded"],
  },
  ROLLBACK_IN_PROGRESS: {
    ours: [byBreaker, byBreaker],
    older: [byBreaker, byBreaker],
    newer: ["superseded", "superseded"],
  },
  ROLLBACK_SUCCESSFUL: {
    // A stale read: the status is through.
    ours: ["rolled back by someone", "moving"],
    older: ["rolled back by breaker", "rolled back by breaker"],
    newer: ["rolled back by breaker", "superseded"],
  },
  ROLLBACK_FAILED: {
    ours: ["failed", "failed"],
    older: ["rolled back by breaker, unfinished", "rolled back by breaker, unfinished"],
    newer: ["superseded", "superseded"],
  },
};

/** Our revision is a new one, or the one that was there before, forced. */
const revisions = { "a new revision": arnOf("web:2"), "the same, forced": arnOf("web:1") };

const failure: Partial<Deployment> = {
  rolloutState: "FAILED",
  rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
};
const breaker = (rollback: boolean) => ({
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback } },
});

/** What DescribeServices answers while our ServiceDeployment has that status. */
function answer(
  status: ServiceDeploymentStatus,
  situation: Situation,
  taskDefinition: string,
): Service {
  const ourOwn = (more: Partial<Deployment> = {}) => own({ taskDefinition, ...more });
  const back = (rolloutState: DeploymentRolloutState) => old({ status: "PRIMARY", rolloutState });
  const failed = ourOwn({ status: "ACTIVE", ...failure });
  const newer = (more: Partial<Deployment>) =>
    service({ deployments: [next(), ourOwn({ status: "ACTIVE", ...more }), old()] });
  switch (status) {
    case "PENDING":
    case "IN_PROGRESS":
      if (situation === "ours") return service({ deployments: [ourOwn(), old()] });
      if (situation === "older") return service({ deployments: [back("COMPLETED")] });
      return newer({});
    case "SUCCESSFUL":
      if (situation === "ours") {
        return service({ deployments: [ourOwn({ rolloutState: "COMPLETED" })] });
      }
      if (situation === "older") return service({ deployments: [back("COMPLETED")] });
      return newer({ rolloutState: "COMPLETED" });
    case "STOP_REQUESTED":
    case "STOPPED":
      if (situation === "ours") {
        return service({ ...breaker(false), deployments: [ourOwn(failure), old()] });
      }
      if (situation === "older") {
        const state = status === "STOPPED" ? "COMPLETED" : "IN_PROGRESS";
        return service({ ...breaker(false), deployments: [back(state), failed] });
      }
      return newer({});
    case "ROLLBACK_REQUESTED":
      if (situation === "ours") return service({ deployments: [ourOwn(), old()] });
      if (situation === "older") {
        const deployments = [back("IN_PROGRESS"), ourOwn({ status: "ACTIVE" })];
        return service({ deployments });
      }
      return newer({});
    case "ROLLBACK_IN_PROGRESS":
      if (situation === "ours") {
        return service({ ...breaker(true), deployments: [ourOwn(failure), old()] });
      }
      if (situation === "older") {
        return service({ ...breaker(true), deployments: [back("IN_PROGRESS"), failed] });
      }
      return newer(failure);
    case "ROLLBACK_SUCCESSFUL":
      if (situation === "ours") return service({ deployments: [ourOwn(), old()] });
      if (situation === "older") {
        return service({ ...breaker(true), deployments: [back("COMPLETED"), failed] });
      }
      return newer(failure);
    case "ROLLBACK_FAILED":
      if (situation === "ours") {
        return service({ ...breaker(true), deployments: [ourOwn(failure)] });
      }
      if (situation === "older") {
        return service({ ...breaker(true), deployments: [back("FAILED"), failed] });
      }
      return newer(failure);
  }
}

describe("verdict by status", () => {
  for (const [status, row] of Object.entries(table) as [ServiceDeploymentStatus, Row][]) {
    for (const [situation, [there, denied]] of Object.entries(row) as [Situation, Row["ours"]][]) {
      for (const [what, taskDefinition] of Object.entries(revisions)) {
        const seen = answer(status, situation, taskDefinition);
        const title = `${status}, PRIMARY is ${situation}, ${what}`;

        it(`${title}: ${there}`, () => {
          const read = { service: seen, serviceDeployment: serviceDeployment(ours, { status }) };
          expect(inWords(after(read, read))).to.equal(there);
        });

        it(`${title}, API denied: ${denied}`, () => {
          expect(inWords(after({ service: seen }, { service: seen }))).to.equal(denied);
        });
      }
    }
  }

  it("leaves a status that it does not know to the service's deployments", () => {
    const unknown = serviceDeployment(ours, { status: "NEW_STATUS" as ServiceDeploymentStatus });
    const done = service({ deployments: [own({ rolloutState: "COMPLETED" })] });
    expect(inWords(after({ service: done, serviceDeployment: unknown }))).to.equal("deployed");
    expect(inWords(after({ service: situations.ours, serviceDeployment: unknown }))).to.equal(
      "moving",
    );
  });
});

describe("a deployment that is STOPPED before DescribeServices shows why", () => {
  const stopped = serviceDeployment(ours, { status: "STOPPED" });
  const older = service({
    deployments: [old({ status: "PRIMARY", rolloutState: "COMPLETED" })],
  });
  const seen = {
    ours: { service: situations.ours, serviceDeployment: stopped },
    older: { service: older, serviceDeployment: stopped },
    newer: { service: situations.newer, serviceDeployment: stopped },
  };
  const rows: [string, (keyof typeof seen)[], string][] = [
    ["is not decided by one answer: ours is PRIMARY", ["ours"], "moving"],
    ["is not decided by one answer: an old one is PRIMARY", ["older"], "moving"],
    ["was stopped when a second answer says the same", ["ours", "ours"], "stopped"],
    ["was stopped also where an old one is PRIMARY again", ["older", "older"], "stopped"],
    ["is superseded as soon as a newer one shows", ["ours", "newer"], "superseded"],
  ];
  for (const [what, answers, expected] of rows) {
    it(what, () => {
      expect(inWords(after(...answers.map((name) => seen[name])))).to.equal(expected);
    });
  }
});

/** Whoever adds one here has looked what it means for a verdict. */
describe("what the SDK's model knows", () => {
  const known: [string, object, readonly string[]][] = [
    ["statuses of a service deployment", ServiceDeploymentStatus, Object.keys(table)],
    ["rollout states", DeploymentRolloutState, ["COMPLETED", "FAILED", "IN_PROGRESS"]],
    [
      "lifecycle stages",
      ServiceDeploymentLifecycleStage,
      [
        ...["RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP"],
        ...["TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"],
        ...["POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP"],
      ],
    ],
    [
      "statuses of hooks",
      DeploymentLifecycleHookStatus,
      ["AWAITING_ACTION", "FAILED", "IN_PROGRESS", "SUCCEEDED", "TIMED_OUT"],
    ],
    [
      "statuses of the breaker and alarms",
      ServiceDeploymentRollbackMonitorsStatus,
      ["TRIGGERED", "MONITORING", "MONITORING_COMPLETE", "DISABLED"],
    ],
  ];
  for (const [what, model, names] of known) {
    it(`is what the verdict knows: ${what}`, () => {
      expect(Object.values(model)).to.have.members([...names]);
    });
  }
});
