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
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: containers that depend on one another", () => {
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

  it("start in the order of dependsOn: the main container only after the migration exits with 0", async () => {
    const definitions = [
      container("migrate", { essential: false }),
      container("web", { dependsOn: [{ containerName: "migrate", condition: "SUCCESS" }] }),
    ];
    await start({ family: "bad", container: "migrate", exit: { after: 3, code: 2 } });
    await aws.register({ containerDefinitions: definitions });
    await aws.register({ family: "bad", containerDefinitions: definitions });
    const good = await run();
    const bad = await run({ taskDefinition: "bad" });
    await aws.pass(29);
    const during = await describeTask(good.tasks![0]!);
    expect(during.lastStatus).to.equal("PENDING");
    expect(during.containers!.map((c) => c.lastStatus)).to.deep.equal(["RUNNING", "PENDING"]);
    await aws.pass(7);
    const after = await describeTask(good.tasks![0]!);
    expect(after.lastStatus).to.equal("RUNNING");
    expect(after.containers![0]).to.include({ lastStatus: "STOPPED", exitCode: 0 });
    const failed = await describeTask(bad.tasks![0]!);
    expect(failed).to.include({
      stopCode: "TaskFailedToStart",
      stoppedReason: "Task failed to start",
    });
    expect(failed.containers![1]).not.to.have.property("exitCode");
  });

  it("fail their task when a dependency takes longer than its startTimeout", async () => {
    await start({ family: "web", container: "db", healthy: { after: 120 } });
    const healthCheck = { command: ["CMD", "true"] };
    await aws.register({
      containerDefinitions: [
        container("db", { healthCheck, startTimeout: 60 }),
        container("web", { dependsOn: [{ containerName: "db", condition: "HEALTHY" }] }),
      ],
    });
    await aws.createService();
    await aws.pass(70);
    const list = async (desiredStatus: "RUNNING" | "STOPPED") => {
      const listed = await aws.ecs.send(new ListTasksCommand({ cluster: "main", desiredStatus }));
      return listed.taskArns!;
    };
    const [taskArn] = await list("RUNNING");
    expect((await describeTask({ taskArn })).lastStatus).to.equal("PENDING");
    await aws.pass(20);
    expect(await list("STOPPED")).to.deep.equal([taskArn]);
    expect(await describeTask({ taskArn })).to.include({
      stopCode: "TaskFailedToStart",
      stoppedReason: "Task failed to start",
    });
  });

  it("stop in the reverse order, and by SIGKILL where they ignore SIGTERM for stopTimeout", async () => {
    await start({ family: "web", stop: 100 });
    const definitions = [
      container("router", { essential: false, stopTimeout: 10 }),
      container("web", {
        stopTimeout: 20,
        dependsOn: [{ containerName: "router", condition: "START" }],
      }),
    ];
    await aws.register({ containerDefinitions: definitions });
    await aws.steadyService();
    const { taskArns } = await aws.ecs.send(new ListTasksCommand({ cluster: "main" }));
    const { task } = await aws.ecs.send(
      new StopTaskCommand({ cluster: "main", task: taskArns![0]!, reason: "drill" }),
    );
    expect(task).to.include({ desiredStatus: "STOPPED", stoppedReason: "drill" });
    expect(task!.stopCode).to.equal("UserInitiated");
    await aws.pass(21);
    const during = await describeTask(task!);
    expect(during.containers!.map((c) => c.exitCode)).to.deep.equal([undefined, 137]);
    await aws.pass(10);
    const after = await describeTask(task!);
    expect(after.containers!.map((c) => c.exitCode)).to.deep.equal([137, 137]);
  });

  it("start after the FireLens router that they log to, also without a dependsOn", async () => {
    await start({ start: 20, exit: { after: 60, code: 0 } });
    await aws.register({
      containerDefinitions: [
        container("web", { logConfiguration: { logDriver: "awsfirelens" } }),
        container("other"),
        container("router", { firelensConfiguration: { type: "fluentbit" } }),
      ],
    });
    const { tasks } = await run();
    const seen = new Set<string>();
    for (let second = 0; second < 70; second++) {
      await aws.pass(1);
      const { containers } = await describeTask(tasks![0]!);
      seen.add(containers!.map((c) => `${c.name!} ${c.lastStatus!}`).join(", "));
    }
    expect([...seen]).to.deep.equal([
      "web PENDING, other PENDING, router PENDING",
      "web PENDING, other RUNNING, router RUNNING",
      "web RUNNING, other RUNNING, router RUNNING",
    ]);
  });
});
