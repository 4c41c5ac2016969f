import type { Task } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { EcsAccessDenied, EcsRefused, EcsThrottled } from "../../../../targets/ecs/ecsErrors";
import { FailEarly, mostAlike } from "../../../../targets/ecs/judge/failEarly";
import { firstObservation, observe } from "../../../../targets/ecs/watch/observe";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { arnOf, deployment, service, serviceDeployment } from "../_helpers/records";

const ours = "ecs-svc/200";
const createdAt = new Date("2026-01-01T00:10:00Z");
const crash: Partial<Task> = {
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "app", exitCode: 1 }],
};
const { signal } = new AbortController();

describe("FailEarly", () => {
  let api: FakeEcsApi;
  let failEarly: FailEarly;
  let stopped: number;

  beforeEach(() => {
    api = new FakeEcsApi();
    const own = serviceDeployment(ours);
    api.serviceDeployments.set(own.serviceDeploymentArn!, own);
    failEarly = new FailEarly(api, "main", 3);
    stopped = 0;
  });

  function stop(more: Partial<Task> = crash): void {
    const taskArn = `arn:task/main/${stopped++}`;
    api.tasks.set(taskArn, { taskArn, startedBy: ours, lastStatus: "STOPPED", ...more });
  }

  /** Looks at the service as it is after so many events. */
  function look(status: "IN_PROGRESS" | "ROLLBACK_REQUESTED" = "IN_PROGRESS") {
    const target = { deploymentId: ours, taskDefinition: arnOf("web:2"), createdAt };
    const seen = service({
      deployments: [deployment({ id: ours, createdAt })],
      events: [{ id: `event-${stopped}`, createdAt, message: "(service web) has started 1 tasks" }],
      currentServiceDeployment: serviceDeployment(ours).serviceDeploymentArn,
    });
    const snapshot = {
      at: 1,
      service: seen,
      serviceDeployment: serviceDeployment(ours, { status }),
    };
    return failEarly.look(observe(firstObservation(target, 0), snapshot), signal);
  }

  it("stops the deployment at the n-th task that failed alike, and says why", async () => {
    stop();
    stop();
    expect(await look()).to.be.undefined;
    expect(api.count("stopServiceDeployment")).to.equal(0);
    stop();
    expect(await look()).to.deep.equal({
      by: "failEarly",
      reason:
        "Stopped early (failEarly), as 3 tasks failed alike: app: Essential container in task exited, exit code 1.",
    });
    expect(api.inputs("stopServiceDeployment")).to.deep.equal([
      serviceDeployment(ours).serviceDeploymentArn,
    ]);
  });

  it("asks for tasks only when something has happened since", async () => {
    stop();
    await look();
    await look();
    await look();
    expect(api.count("listTasks")).to.equal(1);
  });

  it("does not stop what is over or going back by itself", async () => {
    for (let n = 0; n < 3; n++) stop();
    expect(await look("ROLLBACK_REQUESTED")).to.be.undefined;
    const own = serviceDeployment(ours, { status: "SUCCESSFUL" });
    api.serviceDeployments.set(own.serviceDeploymentArn!, own);
    expect(await look()).to.be.undefined;
    expect(api.count("stopServiceDeployment")).to.equal(0);
  });

  it("tries again when ECS throttles, and takes a stop whose answer was lost for its own", async () => {
    for (let n = 0; n < 3; n++) stop();
    const throttle = () => {
      throw new EcsThrottled("Rate exceeded");
    };
    api.faults.set("listTasks", throttle);
    expect(await look()).to.be.undefined;
    api.faults.clear();
    api.faults.set("stopServiceDeployment", throttle);
    expect(await look()).to.be.undefined;
    expect(await look("ROLLBACK_REQUESTED")).to.have.property("by", "failEarly");
    expect(api.count("stopServiceDeployment")).to.equal(1);
  });

  for (const [operation, error] of [
    ["listTasks", new EcsAccessDenied("no")],
    ["describeServiceDeployments", new EcsAccessDenied("no")],
    ["stopServiceDeployment", new EcsRefused("The service deployment is finished.")],
  ] as const) {
    it(`leaves the rollout to its own end when ${operation} is refused`, async () => {
      for (let n = 0; n < 3; n++) stop();
      api.faults.set(operation, () => {
        throw error;
      });
      expect(await look()).to.be.undefined;
      stop();
      expect(await look()).to.be.undefined;
      expect(api.count(operation)).to.equal(1);
    });
  }
});

describe("mostAlike", () => {
  it("counts tasks with the same container and reason", () => {
    const other = { ...crash, containers: [{ name: "web", exitCode: 1 }] };
    expect(mostAlike([other, crash, crash])).to.deep.include({ container: "app", count: 2 });
  });

  it("leaves out what is no fault of the revision's", () => {
    const innocent: Partial<Task>[] = [
      { stopCode: "UserInitiated", stoppedReason: "Task stopped by user" },
      { stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." },
      { stopCode: "TerminationNotice" },
      {
        stopCode: "ServiceSchedulerInitiated",
        stoppedReason: "Scaling activity initiated by (deployment ecs-svc/1)",
      },
    ];
    expect(mostAlike(innocent)).to.be.undefined;
  });

  it("counts what health checks gave up", () => {
    const unhealthy: Task = {
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: "Task failed container health checks",
    };
    expect(mostAlike([unhealthy, unhealthy])).to.have.property("count", 2);
  });
});
