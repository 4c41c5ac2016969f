import { expect } from "chai";

import { ours, RollingService } from "../../_helpers/rollingService";
import { arnOf, deployment, serviceDeployment, serviceRevisionArn } from "../../_helpers/records";

describe("ECS rollout", () => {
  let rolling: RollingService;

  beforeEach(() => {
    rolling = new RollingService();
  });

  it("moves the service and waits until ECS says that it is through", async () => {
    const rollout = rolling.start();
    await rolling.clock.advance(5000);
    rolling.change({ desiredCount: 2, runningCount: 1, pendingCount: 1 });
    await rolling.clock.advance(5000);
    rolling.complete();
    await rolling.clock.advance(5000);
    expect(await rollout).to.deep.include({
      outcome: { kind: "deployed" },
      from: "web:1",
      to: "web:2",
      deploymentId: ours,
      counts: { desired: 2, running: 2, pending: 0, failed: 0 },
      seconds: 10.5,
    });
    expect(rolling.api.inputs("updateService")).to.deep.equal([
      { cluster: "main", service: "web", taskDefinition: arnOf("web:2") },
    ]);
    expect(rolling.progress.map(({ phase, status }) => `${phase}: ${status}`)).to.deep.equal([
      "started: moving to web:2",
      "progress: 0 of 2 running on web:2",
      "progress: 1 of 2 running on web:2",
    ]);
    expect(rolling.clock.pending).to.equal(0);
  });

  it("is unchanged, and sends nothing, when the service runs the revision", async () => {
    const result = await rolling.start({ taskDefinition: "web:1" });
    expect(result).to.deep.include({ outcome: { kind: "unchanged" }, deploymentId: "ecs-svc/1" });
    expect(rolling.api.count("updateService")).to.equal(0);
  });

  it("attaches to a rollout of this revision, and sends nothing", async () => {
    rolling.web().deployments = [
      deployment({ id: ours, taskDefinition: arnOf("web:2") }),
      deployment({ status: "ACTIVE", rolloutState: "COMPLETED" }),
    ];
    const rollout = rolling.start();
    await rolling.clock.advance(5000);
    rolling.complete();
    await rolling.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    expect(rolling.progress[0]).to.include({ attached: true, deploymentId: ours });
    expect(rolling.api.count("updateService")).to.equal(0);
  });

  it("waits for a rollback to the wanted revision, whose own deployment ended long ago", async () => {
    rolling.api.faults.clear();
    const arn = "old";
    rolling.api.serviceDeployments.set(
      arn,
      serviceDeployment(ours, { serviceDeploymentArn: arn, status: "SUCCESSFUL" }),
    );
    rolling.web().deployments = [
      deployment({
        id: ours,
        taskDefinition: arnOf("web:2"),
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${ours}.`,
      }),
    ];
    let ended = false;
    const rollout = rolling.start().finally(() => (ended = true));
    await rolling.clock.advance(20_000);
    expect(ended).to.be.false;
    rolling.complete();
    await rolling.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
  });

  it("does not send again what failed here before, and says how to", async () => {
    rolling.web().deployments = [
      deployment({ taskDefinition: arnOf("web:2"), rolloutState: "FAILED" }),
    ];
    const result = await rolling.start();
    expect(result.outcome).to.deep.equal({ kind: "failed", cause: "tasks" });
    expect(result.next).to.contain("--force");
    expect(rolling.api.count("updateService")).to.equal(0);
  });

  it("forces one new deployment when asked to", async () => {
    const rollout = rolling.start({ taskDefinition: arnOf("web:1"), force: true });
    await rolling.clock.advance(1);
    rolling.complete();
    await rolling.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    expect(rolling.api.inputs("updateService")).to.have.nested.property(
      "[0].forceNewDeployment",
      true,
    );
  });

  it("does not take a deployment that ECS promotes again for one that is through", async () => {
    // An alarm's rollback: no text says so, and the old ServiceDeployment succeeded long ago.
    rolling.api.faults.clear();
    const [old] = rolling.web().deployments!;
    old!.rolloutState = "IN_PROGRESS";
    const failed = deployment({ id: "ecs-svc/2", status: "ACTIVE", rolloutState: "FAILED" });
    rolling.web().deployments = [old!, { ...failed, taskDefinition: arnOf("web:2") }];
    const done = serviceDeployment("ecs-svc/1", { status: "SUCCESSFUL" });
    rolling.api.serviceDeployments.set(done.serviceDeploymentArn!, done);
    let ended = false;
    const rollout = rolling.start({ taskDefinition: arnOf("web:1") });
    void rollout.then(() => (ended = true));
    await rolling.clock.advance(20_000);
    expect(ended).to.equal(false);
    old!.rolloutState = "COMPLETED";
    rolling.web().deployments = [old!];
    await rolling.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
  });

  it("is superseded where a newer one takes over from a deployment that ECS promotes again", async () => {
    const [old] = rolling.web().deployments!;
    const day = (n: number, hour: number) => new Date(Date.UTC(2026, 0, n, hour));
    Object.assign(old!, { createdAt: day(1, 10), rolloutState: "IN_PROGRESS" });
    const failed = deployment({ id: "ecs-svc/2", status: "ACTIVE", rolloutState: "FAILED" });
    rolling.web().deployments = [
      old!,
      { ...failed, taskDefinition: arnOf("web:2"), createdAt: day(2, 10) },
    ];
    rolling.web().events = [
      { createdAt: day(1, 11), message: "(service web) (task 1) failed container health checks." },
      {
        createdAt: day(1, 11),
        message: "(service web) (deployment ecs-svc/1) deployment completed.",
      },
    ];
    const rollout = rolling.start({ taskDefinition: arnOf("web:1") });
    await rolling.clock.advance(5000);
    const other = { id: "ecs-svc/3", taskDefinition: arnOf("web:3"), createdAt: day(2, 11) };
    rolling.web().deployments = [deployment(other), { ...old!, status: "ACTIVE" }];
    await rolling.clock.advance(10_000);
    const { outcome, evidence } = await rollout;
    expect(outcome).to.deep.equal({ kind: "superseded", by: "ecs-svc/3", revision: "web:3" });
    expect(evidence.events).to.be.empty;
  });

  describe("of a service whose last rollout did not get through", () => {
    const good = deployment({
      ...{ id: "ecs-svc/1", status: "ACTIVE", rolloutState: "COMPLETED", runningCount: 2 },
      createdAt: new Date("2025-12-01T00:00:00Z"),
    });
    const broken = deployment({ id: "ecs-svc/2", taskDefinition: arnOf("web:7") });

    for (const rolloutState of ["FAILED", "IN_PROGRESS"] as const) {
      it(`tells what was deployed last, beside one that is ${rolloutState}`, async () => {
        const older = { ...good, id: "ecs-svc/0", taskDefinition: arnOf("web:6") };
        older.createdAt = new Date("2025-11-01T00:00:00Z");
        Object.assign(rolling.web(), {
          deployments: [{ ...broken, rolloutState }, older, good],
          taskDefinition: broken.taskDefinition,
        });
        const rollout = rolling.start();
        await rolling.clock.advance(1000);
        rolling.change({ rolloutState: "FAILED" });
        await rolling.clock.advance(15_000);
        expect(await rollout).to.deep.include({
          outcome: { kind: "failed", cause: "tasks" },
          from: "web:7",
          lastDeployed: "web:1",
        });
      });
    }

    it("knows no other where nothing has got through, or there is no state to read", async () => {
      for (const [state, before] of [
        ["FAILED", "FAILED"],
        [undefined, undefined],
        ["COMPLETED", "COMPLETED"],
      ] as const) {
        rolling = new RollingService();
        rolling.web().deployments = [
          { ...broken, rolloutState: state },
          { ...good, rolloutState: before },
        ];
        const rollout = rolling.start();
        await rolling.clock.advance(1000);
        rolling.complete();
        await rolling.clock.advance(15_000);
        expect(await rollout).to.not.have.property("lastDeployed");
      }
    });
  });

  it("never calls a breaker's rollback deployed, and gathers the evidence", async () => {
    rolling.api.tasks.set("t1", {
      taskArn: "t1",
      startedBy: ours,
      lastStatus: "STOPPED",
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      containers: [{ name: "app", exitCode: 1 }],
    });
    const rollout = rolling.start();
    await rolling.clock.advance(5000);
    rolling.change({ failedTasks: 2, desiredCount: 2 });
    await rolling.clock.advance(5000);
    const reason = "ECS deployment circuit breaker: tasks failed to start.";
    rolling.change({ status: "ACTIVE", rolloutState: "FAILED", rolloutStateReason: reason });
    const old = rolling.web().deployments!.find(({ id }) => id !== ours)!;
    Object.assign(old, { status: "PRIMARY", rolloutState: "IN_PROGRESS" });
    await rolling.clock.advance(5000);
    expect(rolling.progress.at(-1)?.status).to.equal(
      `web:2 failed, going back to web:1 (breaker): ${reason}`,
    );
    old.rolloutState = "COMPLETED";
    rolling.web().deployments = [old];
    await rolling.clock.advance(10_000);
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
    const rollout = rolling.start();
    await rolling.clock.advance(5000);
    rolling.api.define({ family: "web", containerDefinitions: [] });
    rolling.api.now = new Date("2026-01-01T00:05:00Z");
    await rolling.api.updateService({
      cluster: "main",
      service: "web",
      taskDefinition: arnOf("web:3"),
    });
    await rolling.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({
      kind: "superseded",
      by: "ecs-svc/1001",
      revision: "web:3",
    });
  });

  describe("digests", () => {
    const digests = { app: ["sha256:index", "sha256:amd64"] };

    function running(id: string, imageDigest: string) {
      rolling.api.faults.delete("describeServiceRevisions");
      const arn = serviceRevisionArn("web", id);
      rolling.api.serviceRevisions.set(arn, {
        containerImages: [{ containerName: "app", imageDigest }],
      });
    }

    it("are as meant when one of the acceptable ones runs", async () => {
      running(ours, "sha256:amd64");
      const rollout = rolling.start({ digests });
      await rolling.clock.advance(1);
      rolling.complete();
      await rolling.clock.advance(5000);
      expect(await rollout).to.deep.include({
        outcome: { kind: "deployed" },
        digests: { app: "sha256:amd64" },
      });
    });

    it("fail the rollout when another image runs", async () => {
      running(ours, "sha256:other");
      const rollout = rolling.start({ digests });
      await rolling.clock.advance(1);
      rolling.complete();
      await rolling.clock.advance(5000);
      const { outcome, reason } = await rollout;
      expect(outcome).to.deep.equal({ kind: "failed", cause: "image" });
      expect(reason).to.contain('"app" runs sha256:other');
    });

    it("come from the tasks where service revisions are not to be read", async () => {
      const containers = [{ name: "app", imageDigest: "sha256:other" }];
      rolling.api.tasks.set("t", {
        taskArn: "t",
        startedBy: ours,
        lastStatus: "RUNNING",
        containers,
      });
      const rollout = rolling.start({ digests });
      await rolling.clock.advance(1);
      rolling.complete();
      await rolling.clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "failed", cause: "image" });
    });

    it("do not fail it when ECS does not tell", async () => {
      const rollout = rolling.start({ digests });
      await rolling.clock.advance(1);
      rolling.complete();
      await rolling.clock.advance(5000);
      const { outcome, reason } = await rollout;
      expect(outcome).to.deep.equal({ kind: "deployed" });
      expect(reason).to.contain("did not tell the image digest of app");
    });

    it("force a new deployment of the same revision when the tag was moved", async () => {
      running("ecs-svc/1", "sha256:other");
      const rollout = rolling.start({ taskDefinition: arnOf("web:1"), digests });
      await rolling.clock.advance(1);
      running(ours, "sha256:index");
      rolling.complete();
      await rolling.clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
      expect(rolling.api.inputs("updateService")).to.have.nested.property(
        "[0].forceNewDeployment",
        true,
      );
    });
  });

  describe("limits", () => {
    it("end the wait when nothing moves on", async () => {
      const rollout = rolling.start({ limits: { noProgress: 60, timeout: 600 } });
      await rolling.clock.advance(70_000);
      const { outcome, seconds } = await rollout;
      expect(outcome).to.deep.equal({ kind: "timed out", limit: "no progress" });
      expect(seconds).to.be.within(60, 70);
    });

    it("give the time again after every progress, up to the hard limit", async () => {
      const rollout = rolling.start({ limits: { noProgress: 60, timeout: 150 } });
      for (let running = 1; running <= 4; running++) {
        await rolling.clock.advance(45_000);
        rolling.change({ runningCount: running });
      }
      const { outcome, seconds } = await rollout;
      expect(outcome).to.deep.equal({ kind: "timed out", limit: "hard limit" });
      expect(seconds).to.equal(150);
    });

    it("do not count a bake", async () => {
      rolling.web().deploymentConfiguration = {
        alarms: { alarmNames: ["a"], enable: true, rollback: true },
      };
      const rollout = rolling.start({ limits: { noProgress: 60, timeout: 3600 } });
      await rolling.clock.advance(5000);
      rolling.change({ desiredCount: 2, runningCount: 2 });
      await rolling.clock.advance(600_000);
      rolling.complete();
      await rolling.clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    });

    it("bound a rollback that does not end", async () => {
      const rollout = rolling.start({ limits: { noProgress: 60, timeout: 3600 } });
      await rolling.clock.advance(5000);
      rolling.change({
        status: "ACTIVE",
        rolloutState: "FAILED",
        rolloutStateReason: "ECS deployment circuit breaker: x",
      });
      const old = rolling.web().deployments!.find(({ id }) => id !== ours)!;
      Object.assign(old, { status: "PRIMARY", rolloutState: "IN_PROGRESS" });
      await rolling.clock.advance(120_000);
      const { outcome, reason } = await rollout;
      expect(outcome).to.include({ kind: "rolled back", finished: false });
      expect(reason).to.contain("has not ended within 60 s");
    });
  });
});
