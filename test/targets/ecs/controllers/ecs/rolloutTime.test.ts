import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { EcsThrottled, EcsUnreachable } from "../../../../../targets/ecs/ecsErrors";
import { arnOf, deployment, serviceDeployment } from "../../_helpers/records";
import { ours, RollingService } from "../../_helpers/rollingService";

const minute = 60_000;
const limits = { noProgress: 600, timeout: 1200 };

describe("ECS rollout and time", () => {
  let rolling: RollingService;

  beforeEach(() => {
    rolling = new RollingService();
  });

  /** What our ServiceDeployment says from now on. */
  function deploymentIs(fields: Partial<ServiceDeployment>) {
    const own = serviceDeployment(ours, fields);
    rolling.api.serviceDeployments.set(own.serviceDeploymentArn!, own);
    rolling.web().currentServiceDeployment = own.serviceDeploymentArn;
  }

  async function expectMoving(rollout: Promise<unknown>) {
    const still = Symbol("still moving");
    expect(await Promise.race([rollout, Promise.resolve(still)])).to.equal(still);
  }

  it("is out of time when nothing moves on", async () => {
    const rollout = rolling.start({ limits });
    await rolling.clock.advance(11 * minute);
    expect((await rollout).outcome).to.deep.equal({ kind: "timed out", limit: "no progress" });
  });

  it("is out of time at the hard limit, however much it moves", async () => {
    const rollout = rolling.start({ limits });
    for (let n = 1; n <= 4; n++) {
      await rolling.clock.advance(5 * minute - 1);
      rolling.change({ runningCount: n });
    }
    await rolling.clock.advance(minute);
    expect((await rollout).outcome).to.deep.equal({ kind: "timed out", limit: "hard limit" });
  });

  for (const hours of [2, -2]) {
    it(`given a clock that is set by ${hours} h, keeps its limits, as they count time that passed`, async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(minute);
      rolling.clock.set(hours * 60 * minute);
      await rolling.clock.advance(8 * minute);
      await expectMoving(rollout);
      await rolling.clock.advance(2 * minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "timed out", limit: "no progress" });
      expect((await rollout).seconds).to.be.within(600, 660);
    });
  }

  const rests: [string, Partial<ServiceDeployment>][] = [
    ["a bake", { lifecycleStage: "BAKE_TIME" }],
    [
      "the bake between two steps of LINEAR",
      {
        lifecycleStage: "PRODUCTION_TRAFFIC_SHIFT",
        deploymentConfiguration: { strategy: "LINEAR" },
      },
    ],
    ["a Lambda hook that is not done", { lifecycleHookDetails: [{ status: "IN_PROGRESS" }] }],
    ["a pause hook", { lifecycleHookDetails: [{ hookId: "h", status: "AWAITING_ACTION" }] }],
  ];
  for (const [what, fields] of rests) {
    it(`does not count ${what} against either limit`, async () => {
      rolling.api.faults.clear();
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(9 * minute);
      deploymentIs(fields);
      await rolling.clock.advance(180 * minute);
      await expectMoving(rollout);
      deploymentIs({ lifecycleStage: "CLEAN_UP" });
      await rolling.clock.advance(9 * minute);
      await expectMoving(rollout);
      rolling.complete();
      deploymentIs({ status: "SUCCESSFUL" });
      await rolling.clock.advance(minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    });
  }

  it("goes on counting when the rest is over", async () => {
    rolling.api.faults.clear();
    const rollout = rolling.start({ limits });
    deploymentIs({ lifecycleStage: "BAKE_TIME" });
    await rolling.clock.advance(60 * minute);
    deploymentIs({ lifecycleStage: "CLEAN_UP" });
    await rolling.clock.advance(11 * minute);
    expect((await rollout).outcome).to.deep.equal({ kind: "timed out", limit: "no progress" });
  });

  it("watches alarms until the hard limit at most: nobody says that it is a bake", async () => {
    rolling.web().deploymentConfiguration = {
      alarms: { alarmNames: ["5xx"], enable: true, rollback: true },
    };
    const rollout = rolling.start({ limits });
    rolling.api.now = new Date();
    await rolling.clock.advance(1);
    rolling.change({ desiredCount: 2, runningCount: 2 });
    await rolling.clock.advance(19 * minute);
    await expectMoving(rollout);
    await rolling.clock.advance(2 * minute);
    expect((await rollout).outcome).to.deep.equal({ kind: "timed out", limit: "hard limit" });
  });

  describe("when the process was suspended", () => {
    /** A real answer never comes in the instant in which a process wakes up. */
    beforeEach(() => {
      const describeServices = rolling.api.describeServices.bind(rolling.api);
      rolling.api.describeServices = async (...asked) => {
        await rolling.clock.sleep(50);
        return describeServices(...asked);
      };
    });

    it("looks before it says anything: ECS came through meanwhile", async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(2 * minute);
      rolling.complete();
      await rolling.clock.jump(40 * minute);
      await rolling.clock.advance(minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    });

    it("looks again when it was suspended once more before the answer came", async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(2 * minute);
      for (let n = 0; n < 3; n++) await rolling.clock.jump(40 * minute);
      rolling.complete();
      await rolling.clock.advance(minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    });

    it("takes no answer for a look that was under way before", async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(2 * minute);
      const slow = rolling.api.describeServices.bind(rolling.api);
      let release: () => void = () => undefined;
      const woken = new Promise<void>((resolve) => (release = resolve));
      rolling.api.describeServices = async (...request) => {
        rolling.api.describeServices = slow;
        const answer = await slow(...request);
        await woken;
        return answer;
      };
      await rolling.clock.advance(6000);
      rolling.complete();
      await rolling.clock.jump(40 * minute);
      release();
      await rolling.clock.advance(minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    });

    it("asks twice where one answer could be a stale read", async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(2 * minute);
      const newer = deployment({
        ...{ id: "ecs-svc/2000", taskDefinition: arnOf("web:3"), runningCount: 2 },
        createdAt: new Date("2026-01-01T01:00:00Z"),
      });
      rolling.web().deployments = [newer];
      await rolling.clock.jump(40 * minute);
      await rolling.clock.advance(minute);
      expect((await rollout).outcome).to.have.property("kind", "superseded");
    });

    it("looks also when ECS was not answering before", async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(2 * minute);
      rolling.api.faults.set("describeServices", () => {
        throw new EcsUnreachable("connect ENETDOWN");
      });
      await rolling.clock.advance(6000);
      rolling.api.faults.delete("describeServices");
      rolling.complete();
      await rolling.clock.jump(40 * minute);
      await rolling.clock.advance(minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    });

    it("is out of time when that look shows what the last one did", async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(2 * minute);
      await rolling.clock.jump(15 * minute);
      await rolling.clock.advance(minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "timed out", limit: "no progress" });
      expect(rolling.clock.pending).to.equal(0);
    });

    it("does not know when no answer comes for five minutes", async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(2 * minute);
      rolling.api.describeServices = () => new Promise(() => undefined);
      await rolling.clock.advance(6000);
      await rolling.clock.jump(40 * minute);
      await rolling.clock.advance(4 * minute);
      await expectMoving(rollout);
      await rolling.clock.advance(2 * minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "unknown" });
    });
  });

  describe("when ECS does not answer", () => {
    function fail(error: Error) {
      rolling.api.faults.set("describeServices", () => {
        throw error;
      });
    }

    it("takes an hour of throttled polling for a slow release", async () => {
      const rollout = rolling.start({ limits: { noProgress: 1800, timeout: 3600 } });
      await rolling.clock.advance(minute);
      fail(new EcsThrottled("Rate exceeded"));
      await rolling.clock.advance(70 * minute);
      await expectMoving(rollout);
      rolling.api.faults.delete("describeServices");
      await rolling.clock.advance(25 * minute);
      await expectMoving(rollout);
      rolling.complete();
      await rolling.clock.advance(minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    });

    it("does not know in the end, and says so: neither timed out nor failed", async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(9 * minute);
      fail(new EcsUnreachable("connect ETIMEDOUT"));
      await rolling.clock.advance(9 * minute);
      await expectMoving(rollout);
      await rolling.clock.advance(2 * minute);
      const { outcome, reason } = await rollout;
      expect(outcome).to.deep.equal({ kind: "unknown" });
      expect(reason).to.contain("ETIMEDOUT").and.to.contain("may still be moving");
    });

    it("is throttled for twice the time of a rollout at most", async () => {
      const rollout = rolling.start({ limits });
      await rolling.clock.advance(minute);
      fail(new EcsThrottled("Rate exceeded"));
      await rolling.clock.advance(39 * minute);
      await expectMoving(rollout);
      await rolling.clock.advance(3 * minute);
      expect((await rollout).outcome).to.deep.equal({ kind: "unknown" });
      expect(rolling.clock.pending).to.equal(0);
    });
  });
});
