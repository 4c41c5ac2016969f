import { expect } from "chai";
import { firstObservation, observe } from "../../../ecs/rollout/observe";
import { service, serviceDeployment } from "../_helpers/records";
import { after, inWords, old, ours, own, situations, target } from "../_helpers/verdicts";

describe("verdict", () => {
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
      expect(inWords(after({ service: full }))).to.equal("moving, watching alarms");
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

describe("verdict of services of every kind", () => {
  it("is deployed by the early success criteria, with old tasks left and new ones missing", () => {
    const early = service({
      desiredCount: 4,
      deployments: [
        own({ desiredCount: 4, runningCount: 3, pendingCount: 1, rolloutState: "COMPLETED" }),
        old({ runningCount: 1, status: "DRAINING" }),
      ],
    });
    const successful = serviceDeployment(ours, { status: "SUCCESSFUL" });
    expect(inWords(after({ service: early, serviceDeployment: successful }))).to.equal("deployed");
    expect(inWords(after({ service: early }))).to.equal("deployed");
  });

  it("is deployed for a DAEMON whose instances come and go meanwhile", () => {
    const daemon = (desiredCount: number, rolloutState: "IN_PROGRESS" | "COMPLETED") =>
      service({
        schedulingStrategy: "DAEMON",
        desiredCount,
        deployments: [own({ desiredCount, runningCount: 3, rolloutState })],
      });
    const moving = [daemon(3, "IN_PROGRESS"), daemon(5, "IN_PROGRESS"), daemon(3, "IN_PROGRESS")];
    expect(inWords(after(...moving.map((service) => ({ service }))))).to.equal("moving");
    expect(inWords(after({ service: daemon(5, "COMPLETED") }))).to.equal("deployed");
  });

  it("is untested for a DAEMON without an instance, as for any service that wants no task", () => {
    for (const schedulingStrategy of ["DAEMON", "REPLICA"] as const) {
      const idle = service({
        schedulingStrategy,
        desiredCount: 0,
        deployments: [own({ desiredCount: 0, rolloutState: "COMPLETED" })],
      });
      const successful = serviceDeployment(ours, { status: "SUCCESSFUL" });
      for (const seen of [{ service: idle }, { service: idle, serviceDeployment: successful }]) {
        const result = after(seen);
        expect(result).to.have.property("outcome").that.deep.equals({
          kind: "deployed",
          untested: true,
        });
      }
    }
  });

  describe("behind a Classic Load Balancer, where no state is told", () => {
    const noState = { rolloutState: undefined };

    it("is rolled back when the old deployment is alone and steady again", () => {
      const back = service({ deployments: [old({ status: "PRIMARY", ...noState })] });
      expect(inWords(after({ service: back }, { service: back }))).to.equal(
        "rolled back by someone",
      );
    });

    it("goes back while the old deployment is not steady", () => {
      const back = service({
        deployments: [old({ status: "PRIMARY", runningCount: 1, ...noState })],
      });
      expect(inWords(after({ service: back }, { service: back }))).to.equal(
        "moving, will be rolled back by someone, unfinished",
      );
    });

    it("is moving while tasks are missing, or come and go", () => {
      const few = service({ deployments: [own({ runningCount: 1, pendingCount: 1, ...noState })] });
      const full = service({ deployments: [own({ runningCount: 2, ...noState })] });
      expect(inWords(after({ service: few }, { service: few }))).to.equal("moving");
      expect(inWords(after({ service: full }, { service: few }, { service: full }))).to.equal(
        "moving",
      );
    });
  });
});
