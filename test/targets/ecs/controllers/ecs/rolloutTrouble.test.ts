import { expect } from "chai";
import {
  EcsAccessDenied,
  EcsThrottled,
  EcsUnreachable,
} from "../../../../../targets/ecs/ecsErrors";
import { Abandoned } from "../../../../../targets/rollout";
import { arnOf } from "../../_helpers/records";
import { ours, RollingService } from "../../_helpers/rollingService";

describe("ECS rollout in trouble", () => {
  let rolling: RollingService;

  beforeEach(() => {
    rolling = new RollingService();
  });

  describe("abort", () => {
    it("ends the wait at once and leaves the deployment in flight", async () => {
      const abort = new AbortController();
      const rollout = rolling.start({}, abort.signal);
      await rolling.clock.advance(5000);
      abort.abort(new Error("SIGINT"));
      const result = await rollout;
      expect(result.outcome).to.deep.equal({ kind: "cancelled" });
      expect(result.reason).to.contain("Left in flight");
      expect(result.deploymentId).to.equal(ours);
      await rolling.clock.advance(1);
      expect(rolling.clock.pending).to.equal(0);
    });

    it("tells a sibling's failure from a cancelled run", async () => {
      const abort = new AbortController();
      const rollout = rolling.start({}, abort.signal);
      await rolling.clock.advance(5000);
      abort.abort(new Abandoned("worker failed"));
      expect((await rollout).outcome).to.deep.equal({ kind: "abandoned" });
    });

    it("waits a moment for UpdateService's answer when a sibling fails, to know its deployment", async () => {
      const abort = new AbortController();
      const update = rolling.api.updateService.bind(rolling.api);
      rolling.api.updateService = async (input) => {
        const answer = await update(input);
        abort.abort(new Abandoned("worker failed"));
        await rolling.clock.sleep(500);
        return answer;
      };
      const rollout = rolling.start({}, abort.signal);
      await rolling.clock.advance(500);
      expect(await rollout).to.deep.include({
        outcome: { kind: "abandoned" },
        deploymentId: ours,
      });
      expect(rolling.clock.pending).to.equal(0);
    });

    it("waits no longer than a second for it", async () => {
      const abort = new AbortController();
      const updateService = (_request: unknown, signal?: AbortSignal) => {
        abort.abort(new Abandoned("worker failed"));
        return rolling.clock.sleep(60_000, signal);
      };
      Object.assign(rolling.api, { updateService });
      const rollout = rolling.start({}, abort.signal);
      await rolling.clock.advance(1000);
      const { outcome, reason } = await rollout;
      expect(outcome).to.deep.equal({ kind: "abandoned" });
      expect(reason).to.contain("may be moving");
    });

    it("rejects when nothing was sent yet", async () => {
      const abort = new AbortController();
      abort.abort(new Error("SIGINT"));
      const error: unknown = await rolling.start({}, abort.signal).catch((e: unknown) => e);
      expect(error).to.have.property("message", "SIGINT");
      expect(rolling.api.count("updateService")).to.equal(0);
    });

    it("says that the service may be moving when UpdateService was under way", async () => {
      const abort = new AbortController();
      rolling.api.faults.set("updateService", () => {
        abort.abort(new Error("SIGINT"));
        throw new Error("aborted");
      });
      const result = await rolling.start({}, abort.signal);
      expect(result.outcome).to.deep.equal({ kind: "cancelled" });
      expect(result.reason).to.contain("may be moving");
    });
  });

  describe("ECS that refuses", () => {
    it("rejects when UpdateService is refused: nothing was touched", async () => {
      rolling.api.faults.set("updateService", () => {
        throw new EcsAccessDenied("no");
      });
      expect(await rolling.start().catch((e: unknown) => e)).to.be.instanceOf(EcsAccessDenied);
    });

    it("finds its deployment again when the answer of UpdateService was lost", async () => {
      const update = rolling.api.updateService.bind(rolling.api);
      rolling.api.updateService = async (input) => {
        await update(input);
        throw new EcsUnreachable("reset");
      };
      const rollout = rolling.start();
      await rolling.clock.advance(1);
      rolling.complete();
      await rolling.clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
      expect(rolling.api.count("updateService")).to.equal(1);
    });

    it("rejects when UpdateService did not arrive", async () => {
      rolling.api.faults.set("updateService", () => {
        throw new EcsUnreachable("refused");
      });
      const rollout = rolling.start().catch((e: unknown) => e);
      await rolling.clock.advance(60_000);
      expect(await rollout).to.be.instanceOf(EcsUnreachable);
    });

    for (const lost of [new EcsUnreachable("reset"), new EcsThrottled("the second attempt")]) {
      it(`finds its deployment in a later look when the first was stale (${lost.code})`, async () => {
        const update = rolling.api.updateService.bind(rolling.api);
        const stale = structuredClone(rolling.web());
        rolling.api.updateService = async (input) => {
          await update(input);
          const moved = rolling.web();
          rolling.api.services.set("web", stale);
          void rolling.clock.sleep(4000).then(() => rolling.api.services.set("web", moved));
          throw lost;
        };
        const rollout = rolling.start();
        await rolling.clock.advance(6000);
        rolling.complete();
        await rolling.clock.advance(5000);
        expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
      });
    }

    it("sends a forced UpdateService again that ECS throttled: it made nothing", async () => {
      const update = rolling.api.updateService.bind(rolling.api);
      let throttled = 0;
      rolling.api.updateService = (input) => {
        if (throttled++ < 2) throw new EcsThrottled("Rate exceeded");
        return update(input);
      };
      const rollout = rolling.start({ taskDefinition: arnOf("web:1"), force: true });
      await rolling.clock.advance(3000);
      rolling.complete();
      await rolling.clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
      expect(rolling.api.count("updateService")).to.equal(1);
    });

    it("is unknown, not an error, when nobody can tell whether UpdateService arrived", async () => {
      rolling.api.faults.set("updateService", () => {
        rolling.api.faults.set("describeServices", () => {
          throw new EcsUnreachable("still nothing");
        });
        throw new EcsUnreachable("reset");
      });
      const { outcome, reason } = await rolling.start();
      expect(outcome).to.deep.equal({ kind: "unknown" });
      expect(reason).to.contain("reset").and.to.contain("may be moving");
    });

    it("is unknown, never failed, when the credentials are lost on the way", async () => {
      const rollout = rolling.start();
      await rolling.clock.advance(5000);
      rolling.api.faults.set("describeServices", () => {
        throw new EcsAccessDenied("token expired");
      });
      await rolling.clock.advance(15_000);
      const { outcome, reason } = await rollout;
      expect(outcome).to.deep.equal({ kind: "unknown" });
      expect(reason).to.contain("token expired").and.to.contain("may still be moving");
    });

    for (const type of ["CODE_DEPLOY", "EXTERNAL"] as const) {
      it(`is never asked to move a service that ${type} deploys`, async () => {
        rolling.web().deploymentController = { type };
        const error: unknown = await rolling.start().catch((e: unknown) => e);
        expect(error).to.have.property("code", "CONTROLLER_NOT_SUPPORTED");
        expect(error).to.have.property("message").that.contains(type);
        expect(rolling.api.count("updateService")).to.equal(0);
      });
    }

    it("names a service that is not there", async () => {
      const error: unknown = await rolling.start({ service: "x" }).catch((e: unknown) => e);
      expect(error).to.have.property("code", "SERVICE_NOT_FOUND");
    });
  });
});
