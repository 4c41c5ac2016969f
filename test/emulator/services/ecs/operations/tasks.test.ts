import {
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  type ContainerDefinition,
  type RunTaskCommandInput,
  type Task,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import type { TaskPlan } from "../../../../../emulator/faults/scenario";
import { rejection } from "../../../_helpers/rejection";
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: tasks", () => {
  let aws: TestEmulator;
  const start = async (...tasks: TaskPlan[]) => {
    aws = await TestEmulator.start({ scenario: { tasks, api: [] } });
  };
  afterEach(() => aws.close());

  const container = (name: string, more: Partial<ContainerDefinition> = {}) => ({
    name,
    image: `${name}:1`,
    memory: 64,
    ...more,
  });
  const run = async (input: Partial<RunTaskCommandInput> = {}) => {
    if (!aws.emulator.ecs.store.families.has("web")) await aws.register();
    return aws.ecs.send(new RunTaskCommand({ cluster: "main", taskDefinition: "web", ...input }));
  };
  const describeTask = async (task: Task): Promise<Task> => {
    const { tasks } = await aws.ecs.send(
      new DescribeTasksCommand({ cluster: "main", tasks: [task.taskArn!] }),
    );
    return tasks![0]!;
  };

  it("go through all of their states, each with its time", async () => {
    await start({ exit: { after: 20, code: 0 } });
    const { tasks, failures } = await run({ startedBy: "release-1" });
    expect(failures).to.deep.equal([]);
    const [task] = tasks!;
    expect(task).to.include({
      lastStatus: "PROVISIONING",
      desiredStatus: "RUNNING",
      group: "family:web",
      startedBy: "release-1",
      healthStatus: "UNKNOWN",
    });
    const seen = [task!.lastStatus!];
    for (let i = 0; i < 80; i++) {
      await aws.pass(1);
      const { lastStatus } = await describeTask(task!);
      if (seen.at(-1) !== lastStatus) seen.push(lastStatus!);
    }
    // ACTIVATING, DEACTIVATING and STOPPING take no time where nothing has to be done in them.
    expect(seen).to.deep.equal(["PROVISIONING", "PENDING", "RUNNING", "DEPROVISIONING", "STOPPED"]);
    const ended = await describeTask(task!);
    expect(ended).to.include({
      desiredStatus: "STOPPED",
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
    });
    expect(ended.containers![0]).to.include({ lastStatus: "STOPPED", exitCode: 0 });
    const times = [
      ended.createdAt,
      ended.pullStartedAt,
      ended.pullStoppedAt,
      ended.startedAt,
      ended.executionStoppedAt,
      ended.stoppingAt,
      ended.stoppedAt,
    ].map((t) => t!.getTime());
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
    expect(ended.version).to.be.greaterThan(task!.version!);
  });

  it("show no exit code of a container that never ran", async () => {
    await start({ image: "web*", pullError: "missing" });
    await aws.register({ containerDefinitions: [container("web")] });
    const { tasks } = await run();
    await aws.pass(60);
    const ended = await describeTask(tasks![0]!);
    expect(ended).to.include({ lastStatus: "STOPPED", stopCode: "TaskFailedToStart" });
    expect(ended.stoppedReason).to.match(/^CannotPullContainerError: .*web:1: not found$/);
    expect(ended.containers![0]!.reason).to.equal(ended.stoppedReason);
    expect(ended.containers![0]).not.to.have.property("exitCode");
    expect(ended).not.to.have.property("startedAt");
  });

  it("end with exit code 137 and OutOfMemoryError when a container is killed for memory", async () => {
    await start({ outOfMemory: { after: 5 } });
    const { tasks } = await run();
    await aws.pass(60);
    const [first] = (await describeTask(tasks![0]!)).containers!;
    expect(first).to.include({
      exitCode: 137,
      reason: "OutOfMemoryError: Container killed due to memory usage",
    });
  });

  it("are refused by name of the container when overrides are for one that the task definition lacks", async () => {
    await start();
    const refused = await rejection(
      run({ overrides: { containerOverrides: [{ name: "api", command: ["x"] }] } }),
    );
    expect(refused).to.include({
      name: "InvalidParameterException",
      message: "Override for container named api is not a container in the TaskDefinition.",
    });
  });

  it("run with the overrides merged into the task definition's command and environment", async () => {
    await start();
    await aws.register({
      containerDefinitions: [
        container("web", {
          command: ["serve"],
          environment: [
            { name: "A", value: "1" },
            { name: "B", value: "2" },
          ],
        }),
      ],
    });
    const environment = [
      { name: "B", value: "3" },
      { name: "C", value: "4" },
    ];
    const { tasks } = await run({
      overrides: { containerOverrides: [{ name: "web", command: ["migrate"], environment }] },
    });
    expect(tasks![0]!.overrides!.containerOverrides![0]!.command).to.deep.equal(["migrate"]);
    const id = tasks![0]!.taskArn!.split("/").at(-1)!;
    const { store } = aws.emulator.ecs;
    const { spec } = store.tasksOf(store.cluster("main")!).get(id)!;
    expect(spec.containers[0]!.command).to.deep.equal(["migrate"]);
    expect(spec.containers[0]!.environment).to.deep.equal([
      { name: "A", value: "1" },
      { name: "B", value: "3" },
      { name: "C", value: "4" },
    ]);
  });

  it("are the same ones for a second RunTask with the same client token", async () => {
    await start();
    const first = await run({ clientToken: "t1", count: 2 });
    const again = await run({ clientToken: "t1", count: 2 });
    expect(again.tasks!.map((t) => t.taskArn)).to.deep.equal(first.tasks!.map((t) => t.taskArn));
    const refused = await rejection(run({ clientToken: "t1", count: 1 }));
    expect(refused.name).to.equal("ConflictException");
  });

  it("without capacity are reported under failures, with HTTP 200", async () => {
    await start({ only: [2], noCapacity: true });
    const { tasks, failures } = await run({ count: 2 });
    expect(tasks).to.have.length(1);
    expect(failures).to.deep.equal([
      {
        reason:
          "Capacity is unavailable at this time. Please try again later or in a different availability zone",
      },
    ]);
  });

  it("are listed by desired status and filters, and stay for an hour after they stopped", async () => {
    await start();
    await aws.steadyService({ desiredCount: 2 });
    const { tasks } = await run({ startedBy: "me" });
    const list = async (input: object) => {
      const { taskArns } = await aws.ecs.send(new ListTasksCommand({ cluster: "main", ...input }));
      return taskArns!;
    };
    expect(await list({})).to.have.length(3);
    expect(await list({ serviceName: "web" })).to.have.length(2);
    expect(await list({ startedBy: "me" })).to.deep.equal([tasks![0]!.taskArn]);
    expect(await list({ desiredStatus: "PENDING" })).to.deep.equal([]);
    await aws.pass(60);
    expect(await list({ startedBy: "me" })).to.deep.equal([]);
    expect(await list({ startedBy: "me", desiredStatus: "STOPPED" })).to.have.length(1);
    await aws.pass(3660);
    expect(await list({ startedBy: "me", desiredStatus: "STOPPED" })).to.deep.equal([]);
    const missing = await aws.ecs.send(
      new DescribeTasksCommand({ cluster: "main", tasks: [tasks![0]!.taskArn!] }),
    );
    expect(missing.failures).to.deep.equal([{ arn: tasks![0]!.taskArn, reason: "MISSING" }]);
  });

  it("that are missing can't be stopped, nor run from a missing task definition or cluster", async () => {
    await start();
    await aws.register();
    const stop = aws.ecs.send(new StopTaskCommand({ cluster: "main", task: "0123" }));
    expect((await rejection(stop)).message).to.equal("The referenced task was not found.");
    expect((await rejection(run({ taskDefinition: "none" }))).message).to.equal(
      "TaskDefinition not found.",
    );
    expect((await rejection(run({ cluster: "none" }))).name).to.equal("ClusterNotFoundException");
    await aws.register({
      family: "vpc",
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      requiresCompatibilities: ["FARGATE"],
    });
    const unconnected = await rejection(run({ taskDefinition: "vpc", launchType: "FARGATE" }));
    expect(unconnected.message).to.equal(
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
  });

  it("on Fargate have an address and an attachment", async () => {
    await start();
    await aws.register({
      networkMode: "awsvpc",
      cpu: ".25 vCPU",
      memory: "0.5 GB",
      requiresCompatibilities: ["FARGATE"],
    });
    const { tasks } = await run({
      launchType: "FARGATE",
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
    });
    await aws.pass(15);
    const task = await describeTask(tasks![0]!);
    expect(task).to.include({
      launchType: "FARGATE",
      platformVersion: "1.4.0",
      cpu: "256",
      memory: "512",
    });
    expect(task.attachments![0]!.details![0]).to.deep.equal({
      name: "subnetId",
      value: "subnet-1",
    });
    expect(task.containers![0]!.networkInterfaces![0]!.privateIpv4Address).to.match(/^10\.0\./);
  });
});
