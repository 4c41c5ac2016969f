import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { arnOf, service, serviceDeployment } from "../_helpers/records";
import {
  after,
  inWords,
  judge,
  newer,
  next,
  old,
  ours,
  own,
  situations,
} from "../_helpers/verdicts";

describe("verdict", () => {
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
});
