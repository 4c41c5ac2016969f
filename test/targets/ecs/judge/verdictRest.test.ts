import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { firstObservation, observe } from "../../../../targets/ecs/watch/observe";
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

    it("is a hook that runs", () => {
      const running = serviceDeployment(ours, {
        lifecycleHookDetails: [{ targetType: "AWS_LAMBDA", status: "IN_PROGRESS" }],
      });
      const over = serviceDeployment(ours, {
        lifecycleHookDetails: [{ targetType: "AWS_LAMBDA", status: "SUCCEEDED" }],
      });
      const words = (seen: ServiceDeployment) =>
        inWords(after({ service: situations.ours, serviceDeployment: seen }));
      expect(words(running)).to.equal("moving, in a hook");
      expect(words(over)).to.equal("moving");
    });

    describe("between two steps of a traffic shift", () => {
      const shift = (fields: Partial<ServiceDeployment>) =>
        inWords(
          after({
            service: situations.ours,
            serviceDeployment: serviceDeployment(ours, {
              lifecycleStage: "PRODUCTION_TRAFFIC_SHIFT",
              ...fields,
            }),
          }),
        );

      for (const strategy of ["LINEAR", "CANARY"] as const) {
        it(`is a bake for ${strategy}`, () => {
          const deploymentConfiguration = { strategy };
          expect(shift({ deploymentConfiguration })).to.equal("moving, baking");
          for (const stage of ["PRE_PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"]) {
            // AWS documents the first one, but its model does not have it.
            const lifecycleStage = stage as ServiceDeployment["lifecycleStage"];
            expect(shift({ deploymentConfiguration, lifecycleStage })).to.equal("moving, baking");
          }
        });

        it(`is none for ${strategy} while the green tasks start or take test traffic`, () => {
          for (const lifecycleStage of ["SCALE_UP", "TEST_TRAFFIC_SHIFT", "CLEAN_UP"] as const) {
            const deploymentConfiguration = { strategy };
            expect(shift({ deploymentConfiguration, lifecycleStage })).to.equal("moving");
          }
        });

        it(`is none when the traffic of ${strategy} goes back`, () => {
          const deploymentConfiguration = { strategy };
          expect(shift({ deploymentConfiguration, status: "ROLLBACK_IN_PROGRESS" })).to.equal(
            "moving, will be rolled back by someone, unfinished",
          );
        });
      }

      it("is none for BLUE_GREEN, whose traffic goes over at once", () => {
        expect(shift({ deploymentConfiguration: { strategy: "BLUE_GREEN" } })).to.equal("moving");
      });

      it("is what the service's strategy looks like where its stage cannot be read", () => {
        const green = (strategy: "BLUE_GREEN" | "LINEAR" | "ROLLING", runningCount: number) =>
          service({
            deploymentConfiguration: { strategy },
            deployments: [own({ runningCount }), old()],
          });
        expect(inWords(after({ service: green("LINEAR", 2) }))).to.equal(
          "moving, shifting traffic",
        );
        expect(inWords(after({ service: green("BLUE_GREEN", 2) }))).to.equal(
          "moving, shifting traffic",
        );
        expect(inWords(after({ service: green("LINEAR", 1) }))).to.equal("moving");
        expect(inWords(after({ service: green("ROLLING", 2) }))).to.equal("moving");
        const told = {
          service: green("BLUE_GREEN", 2),
          serviceDeployment: serviceDeployment(ours),
        };
        expect(inWords(after(told))).to.equal("moving");
      });
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

describe("progress of a traffic shift", () => {
  const progressTimes = (seen: readonly Partial<ServiceDeployment>[]) => {
    let observation = firstObservation(target, 0);
    return seen.map((fields, n) => {
      observation = observe(observation, {
        at: (n + 1) * 1000,
        service: situations.ours,
        serviceDeployment: serviceDeployment(ours, fields),
      });
      return observation.progressAt;
    });
  };

  it("is every new stage, also one whose name ends another's", () => {
    const stages = [
      ...(["PRE_SCALE_UP", "SCALE_UP", "SCALE_UP", "POST_SCALE_UP"] as const),
      ...(["POST_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"] as const),
    ];
    expect(progressTimes(stages.map((lifecycleStage) => ({ lifecycleStage })))).to.deep.equal([
      1000, 2000, 2000, 4000, 5000, 6000,
    ]);
  });

  it("is more traffic than ever, not traffic that goes to and fro", () => {
    const weights = [0, 10, 10, 20, 10, 20, 30];
    const seen = weights.map((weight) => ({
      lifecycleStage: "PRODUCTION_TRAFFIC_SHIFT" as const,
      targetServiceRevision: { requestedProductionTrafficWeight: weight },
    }));
    expect(progressTimes(seen)).to.deep.equal([1000, 2000, 2000, 4000, 4000, 4000, 7000]);
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
