import {
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  waitUntilServicesStable,
  type ServiceDeploymentBrief,
  type UpdateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import type { TaskPlan } from "../../../../../emulator/faults/scenario";
import { eventLog } from "../../../_helpers/eventLog";
import { rejection } from "../../../_helpers/rejection";
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: deployments that are superseded, stopped, or bounded", () => {
  let aws: TestEmulator;
  const start = async (...tasks: TaskPlan[]) => {
    aws = await TestEmulator.start({ scenario: { tasks, api: [] } });
  };
  afterEach(() => aws.close());

  const update = async (input: Partial<UpdateServiceCommandInput>) => {
    const { service } = await aws.ecs.send(
      new UpdateServiceCommand({ cluster: "main", service: "web", ...input }),
    );
    return service!;
  };
  const serviceDeployments = async (): Promise<ServiceDeploymentBrief[]> => {
    const listed = await aws.ecs.send(
      new ListServiceDeploymentsCommand({ cluster: "main", service: "web" }),
    );
    return listed.serviceDeployments!;
  };

  it("end as STOPPED when a newer one supersedes them", async () => {
    await start({ family: "slow", pull: 1000 });
    await aws.steadyService();
    const slow = await aws.deploy(await aws.register({ family: "slow" }));
    await aws.pass(60);
    await aws.deploy(await aws.register());
    const during = await aws.describe();
    expect(during.deployments!.map((d) => [d.status, d.rolloutState])).to.deep.equal([
      ["PRIMARY", "IN_PROGRESS"],
      ["ACTIVE", "IN_PROGRESS"],
      ["ACTIVE", "COMPLETED"],
    ]);
    const [, superseded] = await serviceDeployments();
    expect(superseded!.status).to.equal("STOP_REQUESTED");
    await aws.pass(600);
    const after = await aws.describe();
    expect(after.deployments).to.have.length(1);
    expect(after.deployments![0]!.id).not.to.equal(slow.deployments![0]!.id);
    expect((await serviceDeployments()).map((d) => d.status)).to.deep.equal([
      "SUCCESSFUL",
      "STOPPED",
      "SUCCESSFUL",
    ]);
  });

  it("roll back on StopServiceDeployment, also without a circuit breaker", async () => {
    await start({ family: "slow", pull: 1000 });
    const before = await aws.steadyService();
    await aws.deploy(await aws.register({ family: "slow" }));
    await aws.pass(60);
    const [mine] = await serviceDeployments();
    expect(mine!.status).to.equal("IN_PROGRESS");
    const arn = mine!.serviceDeploymentArn!;
    await aws.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: arn }));
    expect((await serviceDeployments())[0]!.status).to.equal("ROLLBACK_REQUESTED");
    await aws.pass(120);
    const after = await aws.describe();
    expect(after.deployments).to.have.length(1);
    expect(after.deployments![0]).to.include({
      id: before.deployments![0]!.id,
      rolloutState: "COMPLETED",
    });
    expect((await serviceDeployments())[0]!.status).to.equal("ROLLBACK_SUCCESSFUL");
    const late = await rejection(
      aws.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: arn })),
    );
    expect(late).to.include({ name: "ConflictException" });
    expect(late).to.have.deep.property("resourceIds", [arn]);
  });

  it("end as ROLLBACK_FAILED when a newer one supersedes their rollback, and the newer one succeeds", async () => {
    await start({ family: "slow", pull: 1000 });
    await aws.steadyService();
    await aws.deploy(await aws.register({ family: "slow" }));
    await aws.pass(30);
    const [mine] = await serviceDeployments();
    await aws.ecs.send(
      new StopServiceDeploymentCommand({ serviceDeploymentArn: mine!.serviceDeploymentArn! }),
    );
    await aws.pass(4);
    expect((await serviceDeployments())[0]!.status).to.equal("ROLLBACK_IN_PROGRESS");
    await aws.deploy(await aws.register());
    await aws.pass(300);
    expect((await serviceDeployments()).map((d) => d.status)).to.deep.equal([
      "SUCCESSFUL",
      "ROLLBACK_FAILED",
      "SUCCESSFUL",
    ]);
    expect((await aws.describe()).deployments).to.have.length(1);
  });

  it("count as stable for the waiter services-stable after a finished rollback, as on AWS", async () => {
    await start({ family: "broken", exit: { after: 1, code: 1 } });
    await aws.steadyService({
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    await aws.deploy(await aws.register({ family: "broken" }));
    await aws.pass(1200);
    const waited = await waitUntilServicesStable(
      { client: aws.ecs, maxWaitTime: 20 },
      { cluster: "main", services: ["web"] },
    );
    expect(waited.state).to.equal("SUCCESS");
    expect((await serviceDeployments())[0]!.status).to.equal("ROLLBACK_SUCCESSFUL");
  });

  it("of no task complete without starting one", async () => {
    await start();
    await aws.steadyService({ desiredCount: 0 });
    await aws.deploy(await aws.register());
    await aws.pass(30);
    const service = await aws.describe();
    expect(service.deployments![0]).to.include({ rolloutState: "COMPLETED", runningCount: 0 });
    expect(eventLog(service).some((e) => e.message.includes("has started"))).to.equal(false);
  });

  it("stop old tasks before they start new ones at 0/100", async () => {
    await start();
    await aws.steadyService({
      desiredCount: 2,
      deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 },
    });
    const { deployments } = await aws.deploy(await aws.register());
    await aws.pass(300);
    const log = eventLog(await aws.describe(), deployments![0]!.createdAt!.getTime());
    expect(log.map((e) => e.message.replace(/:.*/, ""))).to.deep.equal([
      "has stopped 2 running tasks",
      "has started 1 tasks",
      "has started 1 tasks",
      `(deployment ${deployments![0]!.id!}) deployment completed.`,
      "has reached a steady state.",
    ]);
  });

  it("are stuck at 100/100, with one event that says so", async () => {
    await start();
    await aws.steadyService({
      desiredCount: 2,
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
    });
    await aws.deploy(await aws.register());
    await aws.pass(3600);
    const service = await aws.describe();
    expect(service.deployments).to.have.length(2);
    const stuck = eventLog(service).filter((e) =>
      e.message.startsWith("was unable to stop or start"),
    );
    expect(stuck).to.have.length(1);
  });

  it("follow a desired count that changes during the rollout", async () => {
    await start();
    await aws.steadyService({ desiredCount: 2 });
    await aws.deploy(await aws.register());
    await aws.pass(20);
    await update({ desiredCount: 4 });
    await aws.pass(600);
    const service = await aws.describe();
    expect(service.deployments).to.have.length(1);
    expect(service.deployments![0]).to.include({
      desiredCount: 4,
      runningCount: 4,
      rolloutState: "COMPLETED",
    });
  });

  it("that are complete replace a task that becomes unhealthy", async () => {
    await start({ only: [1], unhealthy: { after: 300 } });
    const healthCheck = { command: ["CMD", "true"] };
    await aws.register({
      containerDefinitions: [{ name: "web", image: "web:1", memory: 128, healthCheck }],
    });
    await aws.createService();
    await aws.pass(800);
    const log = eventLog(await aws.describe()).map((e) => e.message);
    expect(log).to.include("(task) failed container health checks.");
    expect(log).to.include(
      "has started 1 tasks: (task). Amazon ECS replaced 1 tasks due to an unhealthy status.",
    );
    expect(await aws.describe()).to.include({ runningCount: 1, desiredCount: 1 });
  });

  it("leave the service's 100 newest events, with its steady state every six hours", async () => {
    await start();
    await aws.steadyService();
    await aws.pass(24 * 3600);
    const steady = eventLog(await aws.describe()).filter(
      (e) => e.message === "has reached a steady state.",
    );
    expect(steady).to.have.length(5);
    for (let i = 0; i < 60; i++) {
      await update({ desiredCount: i % 2 === 0 ? 2 : 1 });
      await aws.pass(120);
    }
    expect((await aws.describe()).events).to.have.length(100);
  });
});
