import {
  DescribeTargetHealthCommand,
  ModifyTargetGroupCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  DescribeTasksCommand,
  ListTasksCommand,
  UpdateServiceCommand,
  type Task,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import type { TaskPlan } from "../../../../../emulator/faults/scenario";
import { eventLog } from "../../../_helpers/eventLog";
import { rejection } from "../../../_helpers/rejection";
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: a service behind a load balancer", () => {
  let aws: TestEmulator;
  afterEach(() => aws.close());

  const start = async (...tasks: TaskPlan[]) => {
    aws = await TestEmulator.start({ scenario: { tasks, api: [] } });
  };
  const states = async (group: string) => {
    const { TargetHealthDescriptions = [] } = await aws.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group }),
    );
    return TargetHealthDescriptions.map(({ TargetHealth: h }) =>
      [h!.State, h!.Reason].filter(Boolean).join(" "),
    );
  };
  const messages = async () => eventLog(await aws.describe()).map((e) => e.message);
  const stopped = async (): Promise<Task[]> => {
    const { taskArns } = await aws.ecs.send(
      new ListTasksCommand({ cluster: "main", desiredStatus: "STOPPED" }),
    );
    if (!taskArns?.length) return [];
    const { tasks } = await aws.ecs.send(
      new DescribeTasksCommand({ cluster: "main", tasks: taskArns }),
    );
    return tasks!;
  };

  it("registers a RUNNING task, and is steady when the target is healthy", async () => {
    await start();
    const { group, loadBalancers } = await aws.balance();
    await aws.createService({ loadBalancers });
    await aws.pass(120);
    expect(await messages()).to.deep.equal([
      "has started 1 tasks: (task).",
      `registered 1 targets in (target-group ${group})`,
      `(deployment ${(await aws.describe()).deployments![0]!.id!}) deployment completed.`,
      "has reached a steady state.",
    ]);
    expect(await states(group)).to.deep.equal(["healthy"]);
  });

  it("has targets that go through registration, checks and draining", async () => {
    await start();
    const { group, loadBalancers } = await aws.balance({}, 60);
    await aws.createService({ loadBalancers });
    const seen: string[] = [];
    const look = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 5) {
        await aws.pass(5);
        const now = (await states(group)).join();
        if (seen.at(-1) !== now) seen.push(now);
      }
    };
    await look(120);
    await aws.ecs.send(
      new UpdateServiceCommand({ cluster: "main", service: "web", desiredCount: 0 }),
    );
    await look(120);
    expect(seen).to.deep.equal([
      "",
      "initial Elb.RegistrationInProgress",
      "initial Elb.InitialHealthChecking",
      "healthy",
      "draining Target.DeregistrationInProgress",
      "",
    ]);
    const [task] = await stopped();
    const drained = task!.stoppedAt!.getTime() - task!.stoppingAt!.getTime();
    expect(drained / 1000).to.be.within(70, 90);
  });

  it("replaces a task whose target is unhealthy, with the texts seen live", async () => {
    await start({ target: { after: 200 }, only: [1] });
    const { group, loadBalancers } = await aws.balance();
    await aws.steadyService({ loadBalancers });
    const { deployments } = await aws.describe();
    expect((await messages()).slice(4)).to.deep.equal([
      `(task) (port 80) is unhealthy in (target-group ${group}) due to (reason Health checks failed with these codes: [503]).`,
      "has started 1 tasks: (task). Amazon ECS replaced 1 tasks due to an unhealthy status.",
      `deregistered 1 targets in (target-group ${group})`,
      `(service web, taskSet ${deployments![0]!.id!}) has begun draining connections on 1 tasks.`,
      `registered 1 targets in (target-group ${group})`,
      "has reached a steady state.",
    ]);
    const [task] = await stopped();
    expect(task).to.include({
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: `Task failed ELB health checks in (target-group ${group})`,
    });
    expect(await states(group)).to.deep.equal(["healthy"]);
  });

  it("rolls back a deployment whose targets never answer in time", async () => {
    await start({ family: "mute", target: { code: "timeout" } });
    const { group, loadBalancers } = await aws.balance();
    const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
    await aws.steadyService({ loadBalancers, deploymentConfiguration: breaker });
    const since = aws.clock.now();
    await aws.deploy(await aws.register({ family: "mute" }));
    await aws.pass(1800);
    const service = await aws.describe();
    const log = eventLog(service, since).map((e) => e.message);
    const unhealthy = `(task) (port 80) is unhealthy in (target-group ${group}) due to (reason Request timed out).`;
    expect(log.filter((message) => message === unhealthy)).to.have.length(3);
    expect(log.some((message) => message.includes("deployment failed"))).to.equal(true);
    expect(service.taskDefinition).to.match(/\/web:1$/);
    expect(service.deployments).to.have.length(1);
    expect(await states(group)).to.deep.equal(["healthy"]);
  });

  it("ignores unhealthy targets during the grace period", async () => {
    await start({ target: { until: 300 } });
    const { group, loadBalancers } = await aws.balance({ HealthyThresholdCount: 2 });
    await aws.createService({ loadBalancers, healthCheckGracePeriodSeconds: 420 });
    await aws.pass(200);
    expect(await states(group)).to.deep.equal(["unhealthy Target.ResponseCodeMismatch"]);
    await aws.pass(400);
    expect(await states(group)).to.deep.equal(["healthy"]);
    expect(await stopped()).to.deep.equal([]);
    expect((await aws.describe()).deployments![0]!.rolloutState).to.equal("COMPLETED");
  });

  it("judges its tasks again after the health check's settings have changed", async () => {
    await start({ target: { code: 302 } });
    const { group, loadBalancers } = await aws.balance();
    await aws.createService({ loadBalancers, healthCheckGracePeriodSeconds: 3600 });
    await aws.pass(200);
    expect(await states(group)).to.deep.equal(["unhealthy Target.ResponseCodeMismatch"]);
    const Matcher = { HttpCode: "200-399" };
    await aws.elb.send(
      new ModifyTargetGroupCommand({ TargetGroupArn: group, HealthyThresholdCount: 2, Matcher }),
    );
    await aws.pass(70);
    expect(await states(group)).to.deep.equal(["healthy"]);
  });

  it("refuses a target group that the service can't use", async () => {
    await start();
    const { group, loadBalancers } = await aws.balance();
    const [own] = loadBalancers;
    const absent = `${group}0`;
    const cases: [object, string][] = [
      [{ containerName: "api" }, "The container api does not exist in the task definition."],
      [{ containerPort: 81 }, "The container web did not have a container port 81 defined."],
      [
        { targetGroupArn: absent },
        `The target group with targetGroupArn ${absent} does not exist.`,
      ],
    ];
    for (const [changed, message] of cases) {
      const attempt = aws.createService({ loadBalancers: [{ ...own, ...changed }] });
      expect(await rejection(attempt)).to.include({ name: "InvalidParameterException", message });
    }
  });

  it("refuses a target group of type instance for tasks in awsvpc mode", async () => {
    await start();
    const { group, loadBalancers } = await aws.balance({ TargetType: "instance" });
    await aws.register({ networkMode: "awsvpc" });
    const networkConfiguration = { awsvpcConfiguration: { subnets: ["subnet-1"] } };
    const attempt = aws.createService({ loadBalancers, networkConfiguration });
    expect((await rejection(attempt)).message).to.equal(
      `The provided target group ${group} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
    );
  });
});
