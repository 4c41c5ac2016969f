import type { Task } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { EcsAccessDenied } from "../../../../targets/ecs/ecsErrors";
import { collectEvidence } from "../../../../targets/ecs/evidence/collectEvidence";
import { firstObservation, observe } from "../../../../targets/ecs/watch/observe";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { FakeLogsApi } from "../_helpers/fakeLogsApi";
import { arnOf, deployment, service, serviceDeployment } from "../_helpers/records";

const ours = "ecs-svc/200";
const createdAt = new Date("2026-01-01T00:10:00Z");
const logConfiguration = {
  logDriver: "awslogs",
  options: { "awslogs-group": "/ecs/web", "awslogs-stream-prefix": "web" },
} as const;

describe("collectEvidence", () => {
  let api: FakeEcsApi;
  let logs: FakeLogsApi;
  let clock: VirtualClock;

  beforeEach(() => {
    api = new FakeEcsApi();
    logs = new FakeLogsApi();
    clock = new VirtualClock();
    api.define({
      family: "web",
      containerDefinitions: [
        { name: "sidecar", essential: false },
        { name: "app", logConfiguration, environment: [{ name: "TOKEN", value: "t0k3n-t0k3n" }] },
      ],
    });
  });

  function stop(id: string, more: Partial<Task> = {}): void {
    api.tasks.set(`arn:task/main/${id}`, {
      taskArn: `arn:task/main/${id}`,
      taskDefinitionArn: arnOf("web:1"),
      startedBy: ours,
      lastStatus: "STOPPED",
      startedAt: new Date("2026-01-01T00:11:00Z"),
      stoppedReason: "Essential container in task exited",
      containers: [{ name: "app", exitCode: 1 }],
      ...more,
    });
  }

  function collect(signal?: AbortSignal) {
    const target = { deploymentId: ours, taskDefinition: arnOf("web:1"), createdAt };
    const seen = service({
      deployments: [deployment({ id: ours, createdAt, rolloutState: "FAILED" })],
      events: [
        { createdAt, message: "(service web) (task 1) failed container health checks." },
        { createdAt: new Date(0), message: "(service web) has reached a steady state." },
      ],
    });
    const breaker = { status: "TRIGGERED", failureCount: 3, threshold: 3 } as const;
    const alarms = { status: "TRIGGERED" as const, triggeredAlarmNames: ["5xx"] };
    const own = serviceDeployment(ours, { deploymentCircuitBreaker: breaker, alarms });
    const observation = observe(firstObservation(target, 0), {
      at: 1,
      service: seen,
      serviceDeployment: own,
    });
    return collectEvidence({ api, logs, clock }, "main", observation, signal);
  }

  it("has the stopped tasks of this deployment, the log of the worst container, and hints", async () => {
    stop("1");
    stop("2", { startedAt: new Date("2026-01-01T00:12:00Z") });
    stop("3", { containers: [{ name: "app", exitCode: 137, reason: "OutOfMemoryError: killed" }] });
    stop("other", { startedBy: "ecs-svc/100" });
    logs.streams.set("/ecs/web web/app/2", ["boot", "panic: no t0k3n-t0k3n"]);
    const evidence = await collect();
    expect(evidence.stoppedTasks).to.deep.equal([
      {
        reason: "Essential container in task exited",
        container: "app",
        exitCode: 1,
        count: 2,
        taskArn: "arn:task/main/1",
      },
      {
        reason: "OutOfMemoryError: killed",
        container: "app",
        exitCode: 137,
        count: 1,
        taskArn: "arn:task/main/3",
      },
    ]);
    expect(evidence.logs).to.deep.equal({
      container: "app",
      lines: ["boot", "panic: no [TOKEN]"],
    });
    expect(evidence.breaker).to.deep.equal({ failures: 3, threshold: 3 });
    expect(evidence.alarms).to.deep.equal(["5xx"]);
    expect(evidence.events).to.deep.equal([
      "(service web) (task 1) failed container health checks.",
    ]);
    expect(evidence.hints.join(" "))
      .to.match(/memory/)
      .and.match(/not healthy/);
  });

  it("reads the first essential container where the load balancer gave the task up", async () => {
    const reason = "Task failed ELB health checks in (target-group web)";
    stop("1", { containers: [{ name: "app" }], stoppedReason: reason });
    logs.streams.set("/ecs/web web/app/1", ["listening on 3000"]);
    expect((await collect()).logs).to.deep.equal({
      container: "app",
      lines: ["listening on 3000"],
    });
  });

  it("reads the container that failed, not a sidecar that ECS stopped for it", async () => {
    stop("1", {
      stopCode: "EssentialContainerExited",
      containers: [
        { name: "agent", exitCode: 143 },
        { name: "app", exitCode: 1 },
      ],
    });
    logs.streams.set("/ecs/web web/app/1", ["Error: no such table"]);
    const { logs: found, stoppedTasks } = await collect();
    expect(found).to.deep.equal({ container: "app", lines: ["Error: no such table"] });
    expect(stoppedTasks[0]).to.include({ container: "app", exitCode: 1 });
  });

  it("reads the first essential container where health checks had the task stopped", async () => {
    stop("1", {
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: "Task failed container health checks",
      containers: [
        { name: "sidecar", exitCode: 143 },
        { name: "app", exitCode: 137 },
      ],
    });
    logs.streams.set("/ecs/web web/app/1", ["waiting for the database"]);
    const { logs: found, stoppedTasks } = await collect();
    expect(found).to.deep.include({ container: "app" });
    expect(stoppedTasks[0]).to.not.have.property("container");
  });

  it("reads no log of tasks that never started", async () => {
    stop("1", {
      startedAt: undefined,
      containers: [{ name: "app", reason: "CannotPullContainerError: app:1: not found" }],
    });
    const evidence = await collect();
    expect(evidence).to.not.have.property("logs");
    expect(logs.requests).to.be.empty;
    expect(evidence.hints[0]).to.contain("image does not exist");
  });

  it("leaves out what may not be read", async () => {
    api.faults.set("listTasks", () => {
      throw new EcsAccessDenied("no");
    });
    const evidence = await collect();
    expect(evidence.stoppedTasks).to.be.empty;
    expect(evidence.alarms).to.deep.equal(["5xx"]);
  });

  it("waits half a minute for all of it, and keeps what came until then", async () => {
    stop("1");
    const hanging = { read: () => new Promise<never>(() => undefined) };
    Object.assign(logs, hanging);
    const collecting = collect();
    await clock.advance(30_000);
    const evidence = await collecting;
    expect(evidence.stoppedTasks).to.have.lengthOf(1);
    expect(evidence).to.not.have.property("logs");
    expect(clock.pending).to.equal(0);
  });

  it("ends at once when aborted", async () => {
    const evidence = await collect(AbortSignal.abort(new Error("SIGINT")));
    expect(evidence.stoppedTasks).to.be.empty;
    expect(clock.pending).to.equal(0);
  });
});
