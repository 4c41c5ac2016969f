import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { EcsAccessDenied, EcsThrottled, EcsUnreachable } from "../../../ecs/ecsErrors";
import { createEcsController } from "../../../ecs/rollout/ecsController";
import {
  Abandoned,
  type RolloutProgress,
  type RolloutRequest,
  type RolloutResult,
} from "../../../ecs/rollout/rollout";
import { VirtualClock } from "../../../support/virtualClock";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import {
  arnOf,
  deployment,
  service,
  serviceDeployment,
  serviceRevisionArn,
} from "../_helpers/records";

const request: RolloutRequest = {
  cluster: "main",
  service: "web",
  taskDefinition: arnOf("web:2"),
  limits: { noProgress: 1800, timeout: 3600 },
};

/** The first deployment that the fake makes. */
const ours = "ecs-svc/1000";

describe("ECS rollout", () => {
  let api: FakeEcsApi;
  let clock: VirtualClock;
  let progress: RolloutProgress[];

  beforeEach(() => {
    api = new FakeEcsApi().withoutServiceDeployments();
    for (let n = 0; n < 2; n++) api.define({ family: "web", containerDefinitions: [] });
    api.services.set("web", service());
    clock = new VirtualClock();
    progress = [];
  });

  function start(more: Partial<RolloutRequest> = {}, signal?: AbortSignal): Promise<RolloutResult> {
    const controller = createEcsController(api, { clock, random: () => 0.5 });
    const result = controller.roll({ ...request, ...more }, (p) => progress.push(p), signal);
    result.catch(() => undefined);
    return result;
  }

  function web(): Service {
    return api.services.get("web")!;
  }

  function own(): Deployment {
    return web().deployments!.find(({ id }) => id === ours)!;
  }

  function change(fields: Partial<Deployment>) {
    Object.assign(own(), fields);
  }

  function complete() {
    change({ desiredCount: 2, runningCount: 2, pendingCount: 0, rolloutState: "COMPLETED" });
    web().deployments = [own()];
  }

  it("moves the service and waits until ECS says that it is through", async () => {
    const rollout = start();
    await clock.advance(5000);
    change({ desiredCount: 2, runningCount: 1, pendingCount: 1 });
    await clock.advance(5000);
    complete();
    await clock.advance(5000);
    expect(await rollout).to.deep.include({
      outcome: { kind: "deployed" },
      from: "web:1",
      to: "web:2",
      deploymentId: ours,
      counts: { desired: 2, running: 2, pending: 0, failed: 0 },
      seconds: 15,
    });
    expect(api.inputs("updateService")).to.deep.equal([
      { cluster: "main", service: "web", taskDefinition: arnOf("web:2") },
    ]);
    expect(progress.map(({ phase, status }) => `${phase}: ${status}`)).to.deep.equal([
      "started: moving to web:2",
      "progress: 0 of 2 running on web:2",
      "progress: 1 of 2 running on web:2",
    ]);
    expect(clock.pending).to.equal(0);
  });

  it("is unchanged, and sends nothing, when the service runs the revision", async () => {
    const result = await start({ taskDefinition: "web:1" });
    expect(result).to.deep.include({ outcome: { kind: "unchanged" }, deploymentId: "ecs-svc/1" });
    expect(api.count("updateService")).to.equal(0);
  });

  it("attaches to a rollout of this revision, and sends nothing", async () => {
    web().deployments = [
      deployment({ id: ours, taskDefinition: arnOf("web:2") }),
      deployment({ status: "ACTIVE", rolloutState: "COMPLETED" }),
    ];
    const rollout = start();
    await clock.advance(5000);
    complete();
    await clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    expect(progress[0]).to.include({ attached: true, deploymentId: ours });
    expect(api.count("updateService")).to.equal(0);
  });

  it("waits for a rollback to the wanted revision, whose own deployment ended long ago", async () => {
    api.faults.clear();
    const arn = "old";
    api.serviceDeployments.set(
      arn,
      serviceDeployment(ours, { serviceDeploymentArn: arn, status: "SUCCESSFUL" }),
    );
    web().deployments = [
      deployment({
        id: ours,
        taskDefinition: arnOf("web:2"),
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${ours}.`,
      }),
    ];
    let ended = false;
    const rollout = start().finally(() => (ended = true));
    await clock.advance(20_000);
    expect(ended).to.be.false;
    complete();
    await clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
  });

  it("does not send again what failed here before, and says how to", async () => {
    web().deployments = [deployment({ taskDefinition: arnOf("web:2"), rolloutState: "FAILED" })];
    const result = await start();
    expect(result.outcome).to.deep.equal({ kind: "failed", cause: "tasks" });
    expect(result.next).to.contain("--force");
    expect(api.count("updateService")).to.equal(0);
  });

  it("forces one new deployment when asked to", async () => {
    const rollout = start({ taskDefinition: arnOf("web:1"), force: true });
    await clock.advance(1);
    complete();
    await clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    expect(api.inputs("updateService")).to.have.nested.property("[0].forceNewDeployment", true);
  });

  it("never calls a breaker's rollback deployed, and gathers the evidence", async () => {
    api.tasks.set("t1", {
      taskArn: "t1",
      startedBy: ours,
      lastStatus: "STOPPED",
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      containers: [{ name: "app", exitCode: 1 }],
    });
    const rollout = start();
    await clock.advance(5000);
    change({ failedTasks: 2, desiredCount: 2 });
    await clock.advance(5000);
    const reason = "ECS deployment circuit breaker: tasks failed to start.";
    change({ status: "ACTIVE", rolloutState: "FAILED", rolloutStateReason: reason });
    const old = web().deployments!.find(({ id }) => id !== ours)!;
    Object.assign(old, { status: "PRIMARY", rolloutState: "IN_PROGRESS" });
    await clock.advance(5000);
    expect(progress.at(-1)?.status).to.equal(
      `web:2 failed, going back to web:1 (breaker): ${reason}`,
    );
    old.rolloutState = "COMPLETED";
    web().deployments = [old];
    await clock.advance(10_000);
    const result = await rollout;
    expect(result.outcome).to.deep.equal({
      kind: "rolled back",
      by: "breaker",
      to: "web:1",
      finished: true,
    });
    expect(result.reason).to.equal(reason);
    expect(result.evidence.stoppedTasks).to.deep.equal([
      {
        reason: "Essential container in task exited",
        stopCode: "EssentialContainerExited",
        container: "app",
        exitCode: 1,
        count: 1,
        taskArn: "t1",
      },
    ]);
  });

  it("is superseded when another deployer's deployment takes over", async () => {
    const rollout = start();
    await clock.advance(5000);
    api.define({ family: "web", containerDefinitions: [] });
    api.now = new Date("2026-01-01T00:05:00Z");
    await api.updateService({ cluster: "main", service: "web", taskDefinition: arnOf("web:3") });
    await clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({
      kind: "superseded",
      by: "ecs-svc/1001",
      revision: "web:3",
    });
  });

  describe("digests", () => {
    const digests = { app: ["sha256:index", "sha256:amd64"] };

    function running(id: string, imageDigest: string) {
      api.faults.delete("describeServiceRevisions");
      const arn = serviceRevisionArn("web", id);
      api.serviceRevisions.set(arn, { containerImages: [{ containerName: "app", imageDigest }] });
    }

    it("are as meant when one of the acceptable ones runs", async () => {
      running(ours, "sha256:amd64");
      const rollout = start({ digests });
      await clock.advance(1);
      complete();
      await clock.advance(5000);
      expect(await rollout).to.deep.include({
        outcome: { kind: "deployed" },
        digests: { app: "sha256:amd64" },
      });
    });

    it("fail the rollout when another image runs", async () => {
      running(ours, "sha256:other");
      const rollout = start({ digests });
      await clock.advance(1);
      complete();
      await clock.advance(5000);
      const { outcome, reason } = await rollout;
      expect(outcome).to.deep.equal({ kind: "failed", cause: "image" });
      expect(reason).to.contain('"app" runs sha256:other');
    });

    it("come from the tasks where service revisions are not to be read", async () => {
      const containers = [{ name: "app", imageDigest: "sha256:other" }];
      api.tasks.set("t", { taskArn: "t", startedBy: ours, lastStatus: "RUNNING", containers });
      const rollout = start({ digests });
      await clock.advance(1);
      complete();
      await clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "failed", cause: "image" });
    });

    it("do not fail it when ECS does not tell", async () => {
      const rollout = start({ digests });
      await clock.advance(1);
      complete();
      await clock.advance(5000);
      const { outcome, reason } = await rollout;
      expect(outcome).to.deep.equal({ kind: "deployed" });
      expect(reason).to.contain("did not tell the image digest of app");
    });

    it("force a new deployment of the same revision when the tag was moved", async () => {
      running("ecs-svc/1", "sha256:other");
      const rollout = start({ taskDefinition: arnOf("web:1"), digests });
      await clock.advance(1);
      running(ours, "sha256:index");
      complete();
      await clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
      expect(api.inputs("updateService")).to.have.nested.property("[0].forceNewDeployment", true);
    });
  });

  describe("limits", () => {
    it("end the wait when nothing moves on", async () => {
      const rollout = start({ limits: { noProgress: 60, timeout: 600 } });
      await clock.advance(70_000);
      const { outcome, seconds } = await rollout;
      expect(outcome).to.deep.equal({ kind: "timed out", limit: "no progress" });
      expect(seconds).to.be.within(60, 70);
    });

    it("give the time again after every progress, up to the hard limit", async () => {
      const rollout = start({ limits: { noProgress: 60, timeout: 150 } });
      for (let running = 1; running <= 4; running++) {
        await clock.advance(45_000);
        change({ runningCount: running });
      }
      const { outcome, seconds } = await rollout;
      expect(outcome).to.deep.equal({ kind: "timed out", limit: "hard limit" });
      expect(seconds).to.equal(150);
    });

    it("hold although ECS throttles every poll", async () => {
      const rollout = start({ limits: { noProgress: 7200, timeout: 3600 } });
      await clock.advance(1);
      api.faults.set("describeServices", () => {
        throw new EcsThrottled("Rate exceeded");
      });
      await clock.advance(3_600_000);
      expect((await rollout).outcome).to.deep.equal({ kind: "timed out", limit: "hard limit" });
    });

    it("do not count a bake", async () => {
      web().deploymentConfiguration = {
        alarms: { alarmNames: ["a"], enable: true, rollback: true },
      };
      const rollout = start({ limits: { noProgress: 60, timeout: 3600 } });
      await clock.advance(5000);
      change({ desiredCount: 2, runningCount: 2 });
      await clock.advance(600_000);
      complete();
      await clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    });

    it("bound a rollback that does not end", async () => {
      const rollout = start({ limits: { noProgress: 60, timeout: 3600 } });
      await clock.advance(5000);
      change({
        status: "ACTIVE",
        rolloutState: "FAILED",
        rolloutStateReason: "ECS deployment circuit breaker: x",
      });
      const old = web().deployments!.find(({ id }) => id !== ours)!;
      Object.assign(old, { status: "PRIMARY", rolloutState: "IN_PROGRESS" });
      await clock.advance(120_000);
      const { outcome, reason } = await rollout;
      expect(outcome).to.include({ kind: "rolled back", finished: false });
      expect(reason).to.contain("has not ended within 60 s");
    });
  });

  describe("abort", () => {
    it("ends the wait at once and leaves the deployment in flight", async () => {
      const abort = new AbortController();
      const rollout = start({}, abort.signal);
      await clock.advance(5000);
      abort.abort(new Error("SIGINT"));
      const result = await rollout;
      expect(result.outcome).to.deep.equal({ kind: "cancelled" });
      expect(result.reason).to.contain("Left in flight");
      expect(result.deploymentId).to.equal(ours);
      await clock.advance(1);
      expect(clock.pending).to.equal(0);
    });

    it("tells a sibling's failure from a cancelled run", async () => {
      const abort = new AbortController();
      const rollout = start({}, abort.signal);
      await clock.advance(5000);
      abort.abort(new Abandoned("worker failed"));
      expect((await rollout).outcome).to.deep.equal({ kind: "abandoned" });
    });

    it("rejects when nothing was sent yet", async () => {
      const abort = new AbortController();
      abort.abort(new Error("SIGINT"));
      const error: unknown = await start({}, abort.signal).catch((e: unknown) => e);
      expect(error).to.have.property("message", "SIGINT");
      expect(api.count("updateService")).to.equal(0);
    });

    it("says that the service may be moving when UpdateService was under way", async () => {
      const abort = new AbortController();
      api.faults.set("updateService", () => {
        abort.abort(new Error("SIGINT"));
        throw new Error("aborted");
      });
      const result = await start({}, abort.signal);
      expect(result.outcome).to.deep.equal({ kind: "cancelled" });
      expect(result.reason).to.contain("may be moving");
    });
  });

  describe("ECS that refuses", () => {
    it("rejects when UpdateService is refused: nothing was touched", async () => {
      api.faults.set("updateService", () => {
        throw new EcsAccessDenied("no");
      });
      expect(await start().catch((e: unknown) => e)).to.be.instanceOf(EcsAccessDenied);
    });

    it("finds its deployment again when the answer of UpdateService was lost", async () => {
      const update = api.updateService.bind(api);
      api.updateService = async (input) => {
        await update(input);
        throw new EcsUnreachable("reset");
      };
      const rollout = start();
      await clock.advance(1);
      complete();
      await clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
      expect(api.count("updateService")).to.equal(1);
    });

    it("rejects when UpdateService did not arrive", async () => {
      api.faults.set("updateService", () => {
        throw new EcsUnreachable("refused");
      });
      expect(await start().catch((e: unknown) => e)).to.be.instanceOf(EcsUnreachable);
    });

    it("is unknown, never failed, when the credentials are lost on the way", async () => {
      const rollout = start();
      await clock.advance(5000);
      api.faults.set("describeServices", () => {
        throw new EcsAccessDenied("token expired");
      });
      await clock.advance(15_000);
      const { outcome, reason } = await rollout;
      expect(outcome).to.deep.equal({ kind: "unknown" });
      expect(reason).to.contain("token expired").and.to.contain("may still be moving");
    });

    for (const type of ["CODE_DEPLOY", "EXTERNAL"] as const) {
      it(`is never asked to move a service that ${type} deploys`, async () => {
        web().deploymentController = { type };
        const error: unknown = await start().catch((e: unknown) => e);
        expect(error).to.have.property("code", "CONTROLLER_NOT_SUPPORTED");
        expect(error).to.have.property("message").that.contains(type);
        expect(api.count("updateService")).to.equal(0);
      });
    }

    it("names a service that is not there", async () => {
      const error: unknown = await start({ service: "x" }).catch((e: unknown) => e);
      expect(error).to.have.property("code", "SERVICE_NOT_FOUND");
    });
  });
});
