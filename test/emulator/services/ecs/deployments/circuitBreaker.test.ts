import { expect } from "chai";
import { eventLog } from "../../../_helpers/eventLog";
import { TestEmulator } from "../../../_helpers/testEmulator";
import type { TaskPlan } from "../../../../../emulator/faults/scenario";

const breaker = (rollback: boolean, more = {}) => ({
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback, ...more } },
});

describe("emulator: the circuit breaker", () => {
  let aws: TestEmulator;

  const start = async (...tasks: TaskPlan[]) => {
    aws = await TestEmulator.start({ scenario: { tasks, api: [] } });
  };
  afterEach(() => aws.close());

  const newest = () => aws.newestServiceDeployment();

  it("rolls back to the old deployment under its own id", async () => {
    await start({ family: "broken", exit: { after: 1, code: 1 } });
    const before = await aws.steadyService({ ...breaker(true), desiredCount: 2 });
    const old = before.deployments![0]!;
    const broken = await aws.register({ family: "broken" });
    const updated = await aws.deploy(broken);
    const mine = updated.deployments![0]!.id!;
    await aws.passUntil((s) => s.deployments![0]!.id === old.id, 1200);
    const during = await aws.describe();
    expect(during.taskDefinition).to.equal(before.taskDefinition);
    expect(during.deployments![0]).to.include({
      id: old.id,
      status: "PRIMARY",
      rolloutState: "IN_PROGRESS",
      rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${old.id!}.`,
    });
    expect(during.deployments![0]!.createdAt).to.deep.equal(old.createdAt);
    expect(during.deployments![1]).to.include({
      id: mine,
      status: "ACTIVE",
      rolloutState: "FAILED",
      rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
    });
    expect((await newest()).status).to.equal("ROLLBACK_IN_PROGRESS");
    await aws.pass(300);
    const after = await aws.describe();
    expect(after.deployments).to.have.length(1);
    expect(after.deployments![0]).to.include({
      id: old.id,
      rolloutState: "COMPLETED",
      rolloutStateReason: `ECS deployment ${old.id!} completed.`,
      runningCount: 2,
    });
    expect(after.deployments![0]!.updatedAt!.getTime()).to.be.greaterThan(old.updatedAt!.getTime());
    const serviceDeployment = await newest();
    expect(serviceDeployment).to.include({
      status: "ROLLBACK_SUCCESSFUL",
      statusReason:
        "Service deployment rolled back because the circuit breaker threshold was exceeded.",
    });
    expect(serviceDeployment.deploymentCircuitBreaker).to.include({
      status: "TRIGGERED",
      threshold: 3,
    });
    expect(serviceDeployment.deploymentCircuitBreaker!.failureCount).to.be.at.least(3);
    expect(serviceDeployment.targetServiceRevision!.arn).to.contain(mine.replace("ecs-svc/", ""));
    expect(serviceDeployment.rollback!.serviceRevisionArn).to.contain(
      old.id!.replace("ecs-svc/", ""),
    );
  });

  it("fails a deployment of crashing tasks after one more start than its threshold of three", async () => {
    await start({ family: "broken", exit: { after: 1, code: 1 } });
    await aws.steadyService(breaker(true));
    const { deployments } = await aws.deploy(await aws.register({ family: "broken" }));
    await aws.pass(1200);
    const log = eventLog(await aws.describe(), deployments![0]!.createdAt!.getTime());
    const failed = log.findIndex((e) => e.message.includes("deployment failed"));
    const starts = log.slice(0, failed).filter((e) => e.message.startsWith("has started"));
    expect(starts).to.have.length(4);
    expect((log[failed]!.at - deployments![0]!.createdAt!.getTime()) / 1000).to.be.lessThan(240);
  });

  it("leaves two deployments and the old tasks running when rollback is off", async () => {
    await start({ family: "broken", pullError: "missing" });
    const before = await aws.steadyService(breaker(false));
    await aws.deploy(await aws.register({ family: "broken" }));
    await aws.pass(1800);
    const service = await aws.describe();
    expect(service.deployments!.map((d) => [d.status, d.rolloutState])).to.deep.equal([
      ["PRIMARY", "FAILED"],
      ["ACTIVE", "COMPLETED"],
    ]);
    expect(service.deployments![1]).to.include({
      id: before.deployments![0]!.id,
      runningCount: 1,
    });
    expect(service.taskDefinition).to.contain("broken");
    expect(service.deployments![0]!.failedTasks).to.equal(3);
    expect((await newest()).status).to.equal("STOPPED");
  });

  it("leaves the first deployment as a FAILED PRIMARY, because no earlier one can be rolled back to", async () => {
    await start({ family: "web", pullError: "missing" });
    await aws.createService(breaker(true));
    await aws.pass(1800);
    const service = await aws.describe();
    expect(service.deployments).to.have.length(1);
    expect(service.deployments![0]).to.include({ status: "PRIMARY", rolloutState: "FAILED" });
    expect(service).to.include({ desiredCount: 1, runningCount: 0 });
    expect(await newest()).to.include({
      status: "ROLLBACK_FAILED",
      statusReason: "No rollback candidate was found to run the rollback",
    });
  });

  it("counts tasks whose container health checks fail after RUNNING", async () => {
    await start({ family: "sick", healthy: "never" });
    const before = await aws.steadyService(breaker(true));
    const healthCheck = { command: ["CMD", "true"], interval: 10, retries: 2 };
    const sick = await aws.register({
      family: "sick",
      containerDefinitions: [{ name: "web", image: "sick:1", memory: 128, healthCheck }],
    });
    const { deployments } = await aws.deploy(sick);
    await aws.pass(1200);
    const service = await aws.describe();
    expect(service.deployments![0]!.id).to.equal(before.deployments![0]!.id);
    const log = eventLog(service, deployments![0]!.createdAt!.getTime()).map((e) => e.message);
    expect(log).to.include("(task) failed container health checks.");
  });

  it("never ends a deployment when it is off: launches back off, with an event that says so", async () => {
    await start({ family: "broken", pullError: "missing" });
    await aws.steadyService();
    await aws.deploy(await aws.register({ family: "broken" }));
    await aws.pass(3 * 3600);
    const service = await aws.describe();
    expect(service.deployments![0]).to.include({ status: "PRIMARY", rolloutState: "IN_PROGRESS" });
    expect(service.deployments![0]!.failedTasks).to.be.within(6, 15);
    expect(eventLog(service).map((e) => e.message)).to.include(
      "is unable to consistently start tasks successfully.",
    );
  });

  it("counts from 0 again after a healthy task, unless resetOnHealthyTask is off", async () => {
    // The first and second fail before any is healthy, the fifth when others have been.
    const plans: TaskPlan[] = [
      { family: "flaky", only: [1, 2], exit: { after: 1, code: 1 } },
      { family: "flaky", only: [3], exit: { after: 50, code: 1 } },
    ];
    for (const [resetOnHealthyTask, ends] of [
      [true, "COMPLETED"],
      [false, "FAILED"],
    ] as const) {
      await start(...plans);
      await aws.steadyService({ ...breaker(false, { resetOnHealthyTask }), desiredCount: 3 });
      await aws.deploy(await aws.register({ family: "flaky" }));
      await aws.pass(1800);
      const service = await aws.describe();
      expect(service.deployments![0]!.rolloutState, String(resetOnHealthyTask)).to.equal(ends);
      if (resetOnHealthyTask) await aws.close();
    }
  });
});
