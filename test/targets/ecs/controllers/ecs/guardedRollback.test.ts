import { ecsDeployment } from "../../../../../contract/deploymentRef";
import type { Deployment, ServiceDeployment } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { AwsCredentialsRejected } from "../../../../../aws/awsErrors";
import { EcsAccessDenied, EcsThrottled } from "../../../../../targets/ecs/ecsErrors";
import type { RolloutResult } from "../../../../../targets/rollout";
import { errorFrom } from "../../../../_helpers/errorFrom";
import { RollingService } from "../../_helpers/rollingService";
import { arnOf, deployment, serviceDeployment, serviceRevisionArn } from "../../_helpers/records";

const bad = "ecs-svc/2";

/** The service "web", which a release has moved from `web:1` to `web:2`, to be brought back. */
class MovedService extends RollingService {
  readonly record: ServiceDeployment;

  constructor() {
    super();
    this.api.faults.clear();
    const source = serviceRevisionArn("web", "ecs-svc/1");
    this.api.serviceRevisions.set(source, { taskDefinition: arnOf("web:1") });
    this.record = serviceDeployment(bad, { sourceServiceRevisions: [{ arn: source }] });
    this.api.serviceDeployments.set(this.record.serviceDeploymentArn!, this.record);
    this.show({}, { status: "ACTIVE" });
  }

  /** The deployment to undo, and the one before. */
  show(failed: Partial<Deployment> | undefined, old: Partial<Deployment> = {}): void {
    const before = this.web().deployments!.find(({ id }) => id === "ecs-svc/1")!;
    this.web().deployments = [
      ...(failed ? [deployment({ id: bad, taskDefinition: arnOf("web:2"), ...failed })] : []),
      { ...before, ...old },
    ];
  }

  undo(signal?: AbortSignal): Promise<RolloutResult> {
    return this.start({ taskDefinition: arnOf("web:1"), replaces: ecsDeployment(bad) }, signal);
  }

  /** ECS goes back to the deployment before. */
  goBack(): void {
    this.record.status = "ROLLBACK_IN_PROGRESS";
    this.show(
      { status: "ACTIVE", rolloutState: "FAILED" },
      { status: "PRIMARY", rolloutState: "IN_PROGRESS" },
    );
  }

  endRollback(): void {
    this.record.status = "ROLLBACK_SUCCESSFUL";
    this.show(undefined, { status: "PRIMARY", rolloutState: "COMPLETED" });
  }
}

describe("ECS rollout that undoes a deployment", () => {
  let moved: MovedService;

  beforeEach(() => {
    moved = new MovedService();
  });

  it("stops it, and follows ECS back to the revision before", async () => {
    const rollout = moved.undo();
    await moved.clock.advance(1000);
    expect(moved.api.inputs("stopServiceDeployment")).to.deep.equal([
      moved.record.serviceDeploymentArn,
    ]);
    moved.record.status = "ROLLBACK_REQUESTED";
    await moved.clock.advance(5000);
    moved.goBack();
    await moved.clock.advance(10_000);
    expect(moved.progress[0]).to.include({ attached: true, deploymentId: "ecs-svc/1" });
    moved.endRollback();
    await moved.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    expect(moved.api.count("updateService")).to.equal(0);
    expect(moved.api.count("stopServiceDeployment")).to.equal(1);
    expect(moved.clock.pending).to.equal(0);
  });

  it("moves the service back where the stop came too late", async () => {
    const rollout = moved.undo();
    await moved.clock.advance(1000);
    moved.record.status = "SUCCESSFUL";
    moved.show({ rolloutState: "COMPLETED", runningCount: 2 });
    await moved.clock.advance(5000);
    expect(moved.api.inputs("updateService")).to.deep.equal([
      { cluster: "main", service: "web", taskDefinition: arnOf("web:1") },
    ]);
    moved.complete();
    await moved.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
  });

  for (const [where, change] of Object.entries<(moved: MovedService) => void>({
    "where a stop is not allowed": ({ api }) =>
      api.faults.set("stopServiceDeployment", () => {
        throw new EcsAccessDenied("no");
      }),
    "where a stop leads to another revision": ({ api }) =>
      api.serviceRevisions.set(serviceRevisionArn("web", "ecs-svc/1"), {
        taskDefinition: arnOf("web:7"),
      }),
    "where there are no service deployments": ({ api }) => api.withoutServiceDeployments(),
  })) {
    it(`moves the service back ${where}`, async () => {
      change(moved);
      const rollout = moved.undo();
      await moved.clock.advance(6000);
      expect(moved.api.count("updateService")).to.equal(1);
      moved.complete();
      await moved.clock.advance(5000);
      expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
    });
  }

  it("sends nothing where ECS is back already", async () => {
    moved.endRollback();
    const { outcome } = await moved.undo();
    expect(outcome).to.deep.equal({ kind: "unchanged" });
    expect(moved.api.count("updateService")).to.equal(0);
  });

  it("takes the time before the release for a stale answer at first", async () => {
    moved.api.withoutServiceDeployments();
    moved.show(undefined, { status: "PRIMARY" });
    const rollout = moved.undo();
    await moved.clock.advance(10_000);
    moved.show({ rolloutState: "COMPLETED" });
    await moved.clock.advance(5000);
    expect(moved.api.count("updateService")).to.equal(1);
    moved.complete();
    await moved.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
  });

  it("leaves alone what somebody else deployed since", async () => {
    const other = deployment({ id: "ecs-svc/9", taskDefinition: arnOf("web:9") });
    moved.show({ status: "ACTIVE" });
    moved.web().deployments!.unshift(other);
    const { outcome, reason } = await moved.undo();
    expect(outcome).to.deep.equal({ kind: "superseded", by: "ecs-svc/9", revision: "web:9" });
    expect(reason).to.contain("left alone");
    expect(moved.api.count("updateService") + moved.api.count("stopServiceDeployment")).to.equal(0);
  });

  it("is superseded where somebody else takes over from ECS's own rollback", async () => {
    const yesterday = new Date("2025-12-31T00:00:00Z");
    moved.goBack();
    moved.web().deployments!.find(({ id }) => id === "ecs-svc/1")!.createdAt = yesterday;
    moved.web().events = [
      {
        createdAt: new Date("2025-12-31T00:03:00Z"),
        message: "(service web) (deployment ecs-svc/1) deployment completed.",
      },
    ];
    const rollout = moved.undo();
    await moved.clock.advance(5000);
    const other = deployment({
      ...{ id: "ecs-svc/9", taskDefinition: arnOf("web:9") },
      createdAt: new Date("2026-01-01T01:00:00Z"),
    });
    moved.show(undefined, { status: "ACTIVE" });
    moved.web().deployments!.unshift(other);
    await moved.clock.advance(10_000);
    expect((await rollout).outcome).to.deep.equal({
      ...{ kind: "superseded", by: "ecs-svc/9", revision: "web:9" },
    });
  });

  it("is so where the deployment to undo is listed no more, too", async () => {
    const yesterday = new Date("2025-12-31T00:00:00Z");
    moved.record.status = "ROLLBACK_IN_PROGRESS";
    moved.record.createdAt = new Date("2026-01-01T00:00:00Z");
    moved.show(undefined, {
      ...{ status: "PRIMARY", rolloutState: "IN_PROGRESS", createdAt: yesterday },
    });
    moved.web().events = [
      {
        createdAt: new Date("2025-12-31T00:03:00Z"),
        message: "(service web) (deployment ecs-svc/1) deployment completed.",
      },
    ];
    const rollout = moved.undo();
    await moved.clock.advance(5000);
    const other = { id: "ecs-svc/9", createdAt: new Date("2026-01-01T01:00:00Z") };
    moved.show(undefined, { status: "ACTIVE" });
    moved.web().deployments!.unshift(deployment({ ...other, taskDefinition: arnOf("web:9") }));
    await moved.clock.advance(10_000);
    expect((await rollout).outcome).to.have.property("kind", "superseded");
  });

  it("moves the service to what was deployed last, past a broken one between", async () => {
    const between = serviceRevisionArn("web", "ecs-svc/7");
    moved.api.serviceRevisions.set(between, { taskDefinition: arnOf("web:7") });
    moved.record.sourceServiceRevisions!.unshift({ arn: between });
    moved
      .web()
      .deployments!.push(
        deployment({ id: "ecs-svc/7", status: "ACTIVE", taskDefinition: arnOf("web:7") }),
      );
    const rollout = moved.undo();
    await moved.clock.advance(6000);
    expect(moved.api.inputs("updateService")).to.deep.equal([
      { cluster: "main", service: "web", taskDefinition: arnOf("web:1") },
    ]);
    moved.complete();
    await moved.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
  });

  it("looks again while ECS throttles", async () => {
    moved.show({ rolloutState: "COMPLETED" });
    moved.api.faults.set("listServiceDeployments", () => {
      throw new EcsThrottled("Rate exceeded");
    });
    const rollout = moved.undo();
    await moved.clock.advance(12_000);
    expect(moved.api.count("updateService")).to.equal(0);
    moved.api.faults.clear();
    await moved.clock.advance(5000);
    expect(moved.api.count("updateService")).to.equal(1);
    moved.complete();
    await moved.clock.advance(5000);
    expect((await rollout).outcome).to.deep.equal({ kind: "deployed" });
  });

  it("says what it has asked for where the credentials are lost after the stop", async () => {
    const rollout = moved.undo();
    await moved.clock.advance(1000);
    moved.api.faults.set("describeServices", () => {
      throw new AwsCredentialsRejected("The security token has expired.");
    });
    await moved.clock.advance(60_000);
    const { outcome, reason } = await rollout;
    expect(outcome).to.deep.equal({ kind: "unknown" });
    expect(reason).to.contain(`stop ${bad} with a rollback to web:1; whether it got there`);
    expect(reason).to.contain("expired");
    expect(moved.clock.pending).to.equal(0);
  });

  it("goes on where the credentials are renewed after the stop", async () => {
    const rollout = moved.undo();
    await moved.clock.advance(1000);
    moved.api.faults.set("describeServices", () => {
      throw new AwsCredentialsRejected("The security token has expired.");
    });
    await moved.clock.advance(10_000);
    moved.api.faults.clear();
    moved.endRollback();
    await moved.clock.advance(10_000);
    expect((await rollout).outcome.kind).to.be.oneOf(["deployed", "unchanged"]);
  });

  it("fails where they are lost before anything was asked for", async () => {
    moved.api.faults.set("stopServiceDeployment", () => {
      throw new AwsCredentialsRejected("The security token has expired.");
    });
    const rollout = errorFrom(moved.undo());
    await moved.clock.advance(1000);
    moved.api.faults.set("describeServices", () => {
      throw new AwsCredentialsRejected("The security token has expired.");
    });
    moved.api.faults.set("updateService", () => {
      throw new AwsCredentialsRejected("The security token has expired.");
    });
    await moved.clock.advance(60_000);
    expect(await rollout).to.be.instanceOf(AwsCredentialsRejected);
  });

  it("says that nobody waited where the run is cancelled after the stop", async () => {
    const stop = new AbortController();
    const rollout = moved.undo(stop.signal);
    await moved.clock.advance(1000);
    stop.abort(new Error("cancelled"));
    const { outcome, reason } = await rollout;
    expect(outcome).to.deep.equal({ kind: "cancelled" });
    expect(reason).to.contain("goes on by itself");
  });

  it("ends at the limit where ECS never goes back", async () => {
    moved.record.status = "ROLLBACK_REQUESTED";
    const rollout = moved.undo();
    await moved.clock.advance(3_700_000);
    const { outcome, reason } = await rollout;
    expect(outcome).to.deep.equal({ kind: "timed out", limit: "hard limit" });
    expect(reason).to.contain("3600 s");
  });
});
