import {
  DeploymentRolloutState,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentStatus,
  type Deployment,
  type Service,
  type ServiceDeployment,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { firstObservation, observe } from "../../../ecs/rollout/observe";
import type { Outcome } from "../../../ecs/rollout/outcome";
import type { RolloutTarget } from "../../../ecs/rollout/snapshot";
import { verdict, type Verdict } from "../../../ecs/rollout/verdict";
import { arnOf, deployment, service, serviceDeployment } from "../_helpers/records";

const ours = "ecs-svc/200";
const older = "ecs-svc/100";
const newer = "ecs-svc/300";
const createdAt = new Date("2026-01-01T00:10:00Z");
const target: RolloutTarget = { deploymentId: ours, taskDefinition: arnOf("web:2"), createdAt };

function own(overrides: Partial<Deployment> = {}): Deployment {
  return deployment({ id: ours, taskDefinition: arnOf("web:2"), createdAt, ...overrides });
}
function old(overrides: Partial<Deployment> = {}): Deployment {
  return deployment({
    id: older,
    status: "ACTIVE",
    taskDefinition: arnOf("web:1"),
    createdAt: new Date("2025-12-01T00:00:00Z"),
    rolloutState: "COMPLETED",
    runningCount: 2,
    ...overrides,
  });
}
function next(overrides: Partial<Deployment> = {}): Deployment {
  return deployment({
    id: newer,
    taskDefinition: arnOf("web:3"),
    createdAt: new Date("2026-01-01T00:20:00Z"),
    ...overrides,
  });
}

/** What DescribeServices answers in each situation of our deployment. */
const situations = {
  ours: service({ deployments: [own({ runningCount: 1 }), old()] }),
  older: service({ deployments: [old({ status: "PRIMARY", rolloutState: "IN_PROGRESS" })] }),
  newer: service({ deployments: [next(), own({ status: "ACTIVE" }), old()] }),
};

interface Seen {
  service?: Service;
  serviceDeployment?: ServiceDeployment;
}

/** The verdict after these answers, five seconds apart, our deployment having been seen before. */
function after(...answers: Seen[]): Verdict {
  return judge([{ service: situations.ours }, ...answers]);
}

function judge(answers: readonly Seen[], start = 0): Verdict {
  const observation = answers.reduce(
    (before, seen, n) => observe(before, { at: start + (n + 1) * 5000, ...seen }),
    firstObservation(target, 0),
  );
  return verdict(observation);
}

/** In one line, for tables. */
function inWords(result: Verdict): string {
  if (result.state === "ended") return brief(result.outcome);
  if (result.failing) return `moving, will be ${brief(result.failing.outcome)}`;
  return result.resting ? `moving, ${result.resting}` : "moving";
}

function brief(outcome: Outcome): string {
  if (outcome.kind !== "rolled back") return outcome.kind;
  return `rolled back by ${outcome.by}${outcome.finished ? "" : ", unfinished"}`;
}

describe("verdict", () => {
  describe("by every status of our ServiceDeployment", () => {
    const table: Record<ServiceDeploymentStatus, Record<keyof typeof situations, string>> = {
      PENDING: {
        ours: "moving",
        older: "moving, will be rolled back by someone, unfinished",
        newer: "superseded",
      },
      IN_PROGRESS: {
        ours: "moving",
        older: "moving, will be rolled back by someone, unfinished",
        newer: "superseded",
      },
      SUCCESSFUL: { ours: "deployed", older: "deployed", newer: "deployed" },
      STOP_REQUESTED: { ours: "moving", older: "moving", newer: "superseded" },
      STOPPED: { ours: "stopped", older: "stopped", newer: "superseded" },
      ROLLBACK_REQUESTED: {
        ours: "moving, will be rolled back by someone, unfinished",
        older: "moving, will be rolled back by someone, unfinished",
        newer: "superseded",
      },
      ROLLBACK_IN_PROGRESS: {
        ours: "moving, will be rolled back by someone, unfinished",
        older: "moving, will be rolled back by someone, unfinished",
        newer: "superseded",
      },
      ROLLBACK_SUCCESSFUL: {
        ours: "rolled back by someone",
        older: "rolled back by someone",
        newer: "rolled back by someone",
      },
      ROLLBACK_FAILED: {
        ours: "failed",
        older: "rolled back by someone, unfinished",
        newer: "superseded",
      },
    };

    for (const [status, row] of Object.entries(table)) {
      for (const [situation, expected] of Object.entries(row)) {
        it(`${status}, PRIMARY is ${situation}: ${expected}`, () => {
          const seen = {
            service: situations[situation as keyof typeof situations],
            serviceDeployment: serviceDeployment(ours, {
              status: status as ServiceDeploymentStatus,
            }),
          };
          expect(inWords(after(seen, seen))).to.equal(expected);
        });
      }
    }

    it("covers every status, state and stage that the SDK knows", () => {
      expect(Object.keys(table).sort()).to.deep.equal(Object.keys(ServiceDeploymentStatus).sort());
      expect(Object.keys(DeploymentRolloutState).sort()).to.deep.equal([
        "COMPLETED",
        "FAILED",
        "IN_PROGRESS",
      ]);
      expect(Object.keys(ServiceDeploymentLifecycleStage).sort()).to.deep.equal([
        "BAKE_TIME",
        "CLEAN_UP",
        "POST_PRODUCTION_TRAFFIC_SHIFT",
        "POST_SCALE_UP",
        "POST_TEST_TRAFFIC_SHIFT",
        "PRE_SCALE_UP",
        "PRODUCTION_TRAFFIC_SHIFT",
        "RECONCILE_SERVICE",
        "SCALE_UP",
        "TEST_TRAFFIC_SHIFT",
      ]);
    });

    it("leaves a status that it does not know to the service's deployments", () => {
      const unknown = serviceDeployment(ours, { status: "NEW_STATUS" as ServiceDeploymentStatus });
      const done = service({ deployments: [own({ rolloutState: "COMPLETED" })] });
      expect(inWords(after({ service: done, serviceDeployment: unknown }))).to.equal("deployed");
      expect(inWords(after({ service: situations.ours, serviceDeployment: unknown }))).to.equal(
        "moving",
      );
    });
  });

  describe("names who rolled back", () => {
    const back = service({
      deployments: [old({ status: "PRIMARY", rolloutState: "COMPLETED" })],
    });
    const cases: [string, Partial<ServiceDeployment>, string][] = [
      [
        "the breaker, by its status",
        { deploymentCircuitBreaker: { status: "TRIGGERED", failureCount: 3, threshold: 3 } },
        "rolled back by breaker",
      ],
      [
        "the breaker, by the reason",
        {
          statusReason:
            "Service deployment rolled back because the circuit breaker threshold was exceeded.",
        },
        "rolled back by breaker",
      ],
      [
        "an alarm",
        { alarms: { status: "TRIGGERED", triggeredAlarmNames: ["5xx"] } },
        "rolled back by alarm",
      ],
      ["a person", { stoppedAt: new Date() }, "rolled back by someone"],
      [
        "a person, by the reason",
        { statusReason: "The service deployment was stopped by a user." },
        "rolled back by someone",
      ],
      [
        "ECS itself",
        {
          statusReason:
            "Service deployment rolled back because of invalid networking configuration",
        },
        "rolled back by ecs",
      ],
    ];
    for (const [who, fields, expected] of cases) {
      it(who, () => {
        const done = serviceDeployment(ours, { status: "ROLLBACK_SUCCESSFUL", ...fields });
        const result = after({ service: back, serviceDeployment: done });
        expect(inWords(result)).to.equal(expected);
        expect(result).to.have.nested.property("outcome.to", "web:1");
      });
    }

    it("a person, when the stop was seen although ECS gives a reason of its own", () => {
      const asked = serviceDeployment(ours, { status: "ROLLBACK_REQUESTED" });
      const done = serviceDeployment(ours, { status: "ROLLBACK_SUCCESSFUL", statusReason: "x" });
      const result = after(
        { service: situations.ours, serviceDeployment: asked },
        { service: back, serviceDeployment: done },
      );
      expect(inWords(result)).to.equal("rolled back by someone");
    });
  });

  describe("without the ServiceDeployment API", () => {
    const breakerReason = "ECS deployment circuit breaker: tasks failed to start.";
    const failed = own({
      status: "ACTIVE",
      rolloutState: "FAILED",
      rolloutStateReason: breakerReason,
    });
    const withBreaker = {
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    };

    it("is moving while ours is PRIMARY and in progress, at full strength too", () => {
      const full = service({ deployments: [own({ runningCount: 2 })] });
      expect(inWords(after({ service: full }, { service: full }))).to.equal("moving");
    });

    it("is moving at the 0 of 0 that ECS answers first", () => {
      const first = service({ deployments: [own({ desiredCount: 0 }), old()] });
      expect(inWords(judge([{ service: first }]))).to.equal("moving");
    });

    it("is deployed when ours is PRIMARY and completed, old tasks still draining", () => {
      const done = service({ deployments: [own({ rolloutState: "COMPLETED" }), old()] });
      expect(inWords(after({ service: done }))).to.equal("deployed");
    });

    it("says that nothing ran where the service wants no task", () => {
      const idle = service({
        desiredCount: 0,
        deployments: [own({ desiredCount: 0, rolloutState: "COMPLETED" })],
      });
      const result = after({ service: idle });
      expect(result).to.have.nested.property("outcome.untested", true);
    });

    it("tells the failure while the breaker still rolls back, and its cause", () => {
      const rolling = service({
        deployments: [old({ status: "PRIMARY", rolloutState: "IN_PROGRESS" }), failed],
      });
      const result = after({ service: rolling });
      expect(inWords(result)).to.equal("moving, will be rolled back by breaker, unfinished");
      expect(result).to.have.nested.property("failing.reason", breakerReason);
    });

    it("never calls a finished breaker rollback deployed, steady as the service is", () => {
      const rolling = service({
        deployments: [old({ status: "PRIMARY", rolloutState: "IN_PROGRESS" }), failed],
      });
      const over = service({
        deployments: [old({ status: "PRIMARY", rolloutState: "COMPLETED" })],
      });
      const result = after({ service: rolling }, { service: over }, { service: over });
      expect(inWords(result)).to.equal("rolled back by breaker");
    });

    it("knows the breaker from its event when the failed deployment is gone already", () => {
      const over = service({
        deployments: [old({ status: "PRIMARY", rolloutState: "COMPLETED" })],
        events: [
          {
            createdAt: new Date("2026-01-01T00:15:00Z"),
            message: `(service web) (deployment ${ours}) deployment failed: tasks failed to start.`,
          },
        ],
      });
      expect(inWords(after({ service: over }, { service: over }))).to.equal(
        "rolled back by breaker",
      );
    });

    it("knows an alarm from its event", () => {
      const over = service({
        deployments: [old({ status: "PRIMARY", rolloutState: "COMPLETED" })],
        events: [
          {
            createdAt: new Date("2026-01-01T00:15:00Z"),
            message: `(service web) (deployment ${ours}) deployment failed: alarm detected.`,
          },
        ],
      });
      expect(inWords(after({ service: over }, { service: over }))).to.equal("rolled back by alarm");
    });

    it("takes an old deployment that is PRIMARY again without a failure for somebody's stop", () => {
      const over = service({
        deployments: [old({ status: "PRIMARY", rolloutState: "COMPLETED" })],
      });
      expect(inWords(after({ service: over }, { service: over }))).to.equal(
        "rolled back by someone",
      );
    });

    it("has failed where no rollback is configured", () => {
      const stuck = service({ deployments: [{ ...failed, status: "PRIMARY" }, old()] });
      const result = after({ service: stuck });
      expect(inWords(result)).to.equal("failed");
    });

    it("waits for the rollback that is configured, while there is something to go back to", () => {
      const about = service({
        ...withBreaker,
        deployments: [{ ...failed, status: "PRIMARY" }, old()],
      });
      expect(inWords(after({ service: about }, { service: about }))).to.equal(
        "moving, will be rolled back by breaker, unfinished",
      );
    });

    it("has failed when there is nothing to go back to, on the second look", () => {
      const first = service({ ...withBreaker, deployments: [{ ...failed, status: "PRIMARY" }] });
      expect(inWords(after({ service: first }))).to.match(/^moving/);
      const result = after({ service: first }, { service: first });
      expect(inWords(result)).to.equal("failed");
      expect(result)
        .to.have.property("reason")
        .that.matches(/no completed deployment/);
    });

    it("is superseded by a newer PRIMARY", () => {
      const result = after({ service: situations.newer });
      expect(inWords(result)).to.equal("superseded");
      expect(result).to.have.nested.property("outcome.by", newer);
      expect(result).to.have.nested.property("outcome.revision", "web:3");
    });

    it("is superseded also by a deployment back to the old revision", () => {
      const handMade = service({ deployments: [next({ taskDefinition: arnOf("web:1") })] });
      expect(inWords(after({ service: handMade }, { service: handMade }))).to.equal("superseded");
    });

    it("is deployed when ours was completed before the newer one came", () => {
      const overtaken = service({
        deployments: [next(), own({ status: "ACTIVE", rolloutState: "COMPLETED" })],
      });
      expect(inWords(after({ service: overtaken }))).to.equal("deployed");
      const gone = service({
        deployments: [next()],
        events: [
          {
            createdAt: new Date("2026-01-01T00:15:00Z"),
            message: `(service web) (deployment ${ours}) deployment completed.`,
          },
        ],
      });
      expect(inWords(after({ service: gone }, { service: gone }))).to.equal("deployed");
    });

    describe("stale reads", () => {
      const before = { service: service({ deployments: [old({ status: "PRIMARY" })] }) };

      it("are no rollback while ours was never seen and a minute has not passed", () => {
        expect(inWords(judge(Array.from({ length: 10 }, () => before)))).to.equal("moving");
        expect(inWords(judge(Array.from({ length: 13 }, () => before)))).to.equal(
          "rolled back by someone",
        );
      });

      it("are no rollback when one comes after ours was seen", () => {
        expect(inWords(after(before))).to.equal("moving");
        expect(inWords(after(before, { service: situations.ours }, before))).to.equal("moving");
      });

      it("are no rollback while the ServiceDeployment says that it goes on", () => {
        const seen = { ...before, serviceDeployment: serviceDeployment(ours) };
        expect(inWords(after(seen, seen))).to.match(/^moving/);
      });

      it("do not make the service gone at one MISSING", () => {
        expect(inWords(after({}))).to.equal("moving");
        expect(inWords(after({}, { service: situations.ours }, {}))).to.equal("moving");
        expect(inWords(after({}, {}))).to.equal("gone");
      });
    });

    it("is gone when the service is being drained", () => {
      const draining = service({ status: "DRAINING", deployments: [own()] });
      expect(inWords(after({ service: draining }))).to.equal("gone");
    });

    it("judges behind a Classic Load Balancer by two steady answers", () => {
      const noState = { rolloutState: undefined };
      const steady = service({ deployments: [own({ ...noState, runningCount: 2 })] });
      const two = service({ deployments: [own({ ...noState, runningCount: 2 }), old(noState)] });
      expect(inWords(after({ service: two }, { service: two }))).to.equal("moving");
      expect(inWords(after({ service: steady }))).to.equal("moving");
      expect(inWords(after({ service: steady }, { service: steady }))).to.equal("deployed");
    });
  });

  describe("rest", () => {
    it("is a pause hook that waits for somebody", () => {
      const paused = serviceDeployment(ours, {
        lifecycleHookDetails: [{ hookId: "h", status: "AWAITING_ACTION" }],
      });
      const result = after({ service: situations.ours, serviceDeployment: paused });
      expect(inWords(result)).to.equal("moving, paused");
    });

    it("is the bake time", () => {
      const baking = serviceDeployment(ours, { lifecycleStage: "BAKE_TIME" });
      const result = after({ service: situations.ours, serviceDeployment: baking });
      expect(inWords(result)).to.equal("moving, baking");
    });

    it("is the bake of a rolling deployment that watches alarms", () => {
      const deploymentConfiguration = {
        alarms: { alarmNames: ["a"], enable: true, rollback: true },
      };
      const full = service({
        deploymentConfiguration,
        deployments: [own({ runningCount: 2 }), old()],
      });
      expect(inWords(after({ service: full }))).to.equal("moving, baking");
    });
  });
});

describe("progress", () => {
  const at = (running: number, others: number) =>
    service({ deployments: [own({ runningCount: running }), old({ runningCount: others })] });

  it("is a new best, not tasks that are replaced over and over", () => {
    const seen = [at(0, 2), at(1, 2), at(0, 2), at(1, 2), at(1, 1), at(0, 1)];
    const times = seen.map((service, n) => ({ at: (n + 1) * 1000, service }));
    const progress = times.map((_, n) =>
      times.slice(0, n + 1).reduce(observe, firstObservation(target, 0)),
    );
    expect(progress.map(({ progressAt }) => progressAt)).to.deep.equal([
      1000, 2000, 2000, 2000, 5000, 5000,
    ]);
  });
});
