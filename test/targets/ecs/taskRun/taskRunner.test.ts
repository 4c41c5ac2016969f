import type { RunTaskRequest, Task } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { judgeTask } from "../../../../targets/ecs/taskRun/judgeTask";
import type { TaskRunProgress, TaskRunRequest } from "../../../../targets/ecs/taskRun/taskRun";
import { TaskRunner } from "../../../../targets/ecs/taskRun/taskRunner";
import { EcsThrottled } from "../../../../targets/ecs/ecsErrors";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { FakeLogsApi } from "../_helpers/fakeLogsApi";
import { arnOf, service } from "../_helpers/records";

const request: TaskRunRequest = {
  cluster: "main",
  service: "web",
  taskDefinition: arnOf("web:2"),
  container: "app",
  command: ["migrate", "up"],
  startedBy: "slipway-abc",
  timeout: 600,
};

const networkConfiguration = { awsvpcConfiguration: { subnets: ["subnet-1"] } };

describe("TaskRunner", () => {
  let api: FakeEcsApi;
  let clock: VirtualClock;
  let progress: TaskRunProgress[];

  beforeEach(() => {
    api = new FakeEcsApi();
    api.services.set(
      "web",
      service({ networkConfiguration, launchType: "FARGATE", platformVersion: "1.4.0" }),
    );
    clock = new VirtualClock();
    progress = [];
  });

  function run(more: Partial<TaskRunRequest> = {}, signal?: AbortSignal) {
    const runner = new TaskRunner(api, { clock, random: () => 0.5 });
    const result = runner.run({ ...request, ...more }, (p) => progress.push(p), signal);
    result.catch(() => undefined);
    return result;
  }

  function onlyTask(): Task {
    return [...api.tasks.values()].at(-1)!;
  }

  function stop(exitCode: number | undefined) {
    Object.assign(onlyTask(), {
      lastStatus: "STOPPED",
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      containers: [{ name: "app", exitCode }],
    });
  }

  it("runs the command as the service's tasks run, and succeeds with exit code 0", async () => {
    const result = run();
    await clock.advance(5000);
    onlyTask().lastStatus = "RUNNING";
    await clock.advance(5000);
    stop(0);
    await clock.advance(5000);
    expect(await result).to.deep.include({ succeeded: true, exitCode: 0, found: false });
    const [sent] = api.inputs<RunTaskRequest>("runTask");
    expect(sent).to.deep.include({
      cluster: "main",
      taskDefinition: arnOf("web:2"),
      launchType: "FARGATE",
      platformVersion: "1.4.0",
      networkConfiguration,
      startedBy: "slipway-abc",
      overrides: { containerOverrides: [{ name: "app", command: ["migrate", "up"] }] },
    });
    expect(progress.map(({ phase, status }) => `${phase} ${status}`)).to.deep.equal([
      "started PROVISIONING",
      "running RUNNING",
      "running STOPPED",
    ]);
    expect(clock.pending).to.equal(0);
  });

  it("fails with the exit code of the container", async () => {
    const result = run();
    await clock.advance(1);
    stop(3);
    await clock.advance(5000);
    const { succeeded, exitCode, reason } = await result;
    expect([succeeded, exitCode]).to.deep.equal([false, 3]);
    expect(reason).to.equal('"app" ended with exit code 3.');
  });

  it("uses the settings' network and the service's capacity providers", async () => {
    const capacityProviderStrategy = [{ capacityProvider: "FARGATE_SPOT" }];
    api.services.set("web", service({ networkConfiguration, capacityProviderStrategy }));
    const result = run({
      network: { subnets: ["s"], securityGroups: ["g"], assignPublicIp: true },
    });
    await clock.advance(1);
    stop(0);
    await clock.advance(5000);
    await result;
    const [sent] = api.inputs<RunTaskRequest>("runTask");
    expect(sent).to.not.have.property("launchType");
    expect(sent).to.deep.include({
      capacityProviderStrategy,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: ["s"], securityGroups: ["g"], assignPublicIp: "ENABLED" },
      },
    });
  });

  it("waits for the task of a run that was killed, and starts no second one", async () => {
    void run();
    await clock.advance(1);
    const again = run();
    await clock.advance(1);
    stop(0);
    await clock.advance(10_000);
    expect(await again).to.deep.include({ succeeded: true, found: true });
    expect(api.count("runTask")).to.equal(1);
  });

  it("waits until the task of another release has ended, and starts its own then", async () => {
    void run();
    await clock.advance(1);
    const first = onlyTask();
    const next = run({ taskDefinition: arnOf("web:3") });
    await clock.advance(60_000);
    expect(api.count("runTask")).to.equal(1);
    expect(progress.at(-1)).to.deep.include({
      ...{ phase: "waiting", taskArn: first.taskArn },
      reason: `another one-off task, of web:2, still runs (${first.taskArn})`,
    });
    stop(1);
    await clock.advance(10_000);
    expect(api.count("runTask")).to.equal(2);
    stop(0);
    await clock.advance(10_000);
    expect(await next).to.deep.include({ succeeded: true, found: false });
  });

  it("has all of its time once its turn has come", async () => {
    void run({ timeout: 100_000 });
    await clock.advance(1);
    const next = run({ taskDefinition: arnOf("web:3"), timeout: 60 });
    await clock.advance(50_000);
    stop(0);
    await clock.advance(10_000);
    expect(api.count("runTask")).to.equal(2);
    await clock.advance(40_000);
    expect(api.count("stopTask")).to.equal(0);
    stop(0);
    await clock.advance(10_000);
    expect(await next).to.deep.include({ succeeded: true, exitCode: 0 });
  });

  it("runs again what has succeeded where that may have been something else", async () => {
    void run();
    await clock.advance(1);
    const again = run({ always: true });
    await clock.advance(10_000);
    expect(api.count("runTask")).to.equal(1);
    stop(0);
    await clock.advance(10_000);
    expect(api.count("runTask")).to.equal(2);
    stop(0);
    await clock.advance(10_000);
    expect(await again).to.deep.include({ succeeded: true, found: false });
    const third = run({ always: true });
    await clock.advance(1);
    expect(api.count("runTask")).to.equal(3);
    stop(0);
    await clock.advance(10_000);
    expect((await third).found).to.equal(false);
  });

  it("does not start while another one does not end", async () => {
    void run({ timeout: 100_000 });
    await clock.advance(1);
    const next = run({ taskDefinition: arnOf("web:3"), timeout: 60 }).catch((e: unknown) => e);
    await clock.advance(120_000);
    const error = await next;
    expect(error).to.have.property("code", "TASK_BUSY");
    expect((error as Error).message).to.include("of web:2, still runs");
    expect(api.count("runTask")).to.equal(1);
  });

  it("starts anew beside a task of its own that is being stopped, once that has ended", async () => {
    void run();
    await clock.advance(1);
    onlyTask().desiredStatus = "STOPPED";
    const again = run();
    await clock.advance(10_000);
    expect(api.count("runTask")).to.equal(1);
    stop(143);
    await clock.advance(10_000);
    stop(0);
    await clock.advance(10_000);
    expect(await again).to.deep.include({ succeeded: true, found: false });
    expect(api.count("runTask")).to.equal(2);
  });

  it("does not repeat what succeeded, and repeats what failed under another token", async () => {
    const first = run();
    await clock.advance(1);
    stop(1);
    await clock.advance(5000);
    await first;
    const second = run();
    await clock.advance(1);
    stop(0);
    await clock.advance(5000);
    expect((await second).succeeded).to.be.true;
    expect(await run()).to.deep.include({ succeeded: true, found: true });
    const tokens = api.inputs<RunTaskRequest>("runTask").map(({ clientToken }) => clientToken);
    expect(tokens).to.have.lengthOf(2);
    expect(new Set(tokens).size).to.equal(2);
    expect(tokens[0]!.length).to.be.at.most(64);
  });

  it("tries again while there is no room, and then says what ECS said", async () => {
    const answer = { tasks: [], failures: [{ reason: "RESOURCE:MEMORY", arn: "i-1" }] };
    api.runTask = async (sent) => {
      api.calls.push({ operation: "runTask", input: sent });
      return Promise.resolve(answer);
    };
    const error = run({ timeout: 60 }).catch((e: unknown) => e);
    await clock.advance(60_000);
    expect(await error).to.have.property("code", "TASK_NOT_PLACED");
    expect(await error)
      .to.have.property("message")
      .that.contains("RESOURCE:MEMORY (i-1)");
    expect(api.count("runTask")).to.be.greaterThan(2);
  });

  it("does not try again what will not pass", async () => {
    api.runTask = () => Promise.resolve({ tasks: [], failures: [{ reason: "ATTRIBUTE" }] });
    expect(await run().catch((e: unknown) => e)).to.have.property("code", "TASK_NOT_PLACED");
  });

  it("stops the task at the time limit", async () => {
    const result = run({ timeout: 60 });
    await clock.advance(60_000);
    const { succeeded, reason } = await result;
    expect(succeeded).to.be.false;
    expect(reason).to.equal("It had not ended after 60 s and was stopped.");
    expect(api.count("stopTask")).to.equal(1);
  });

  it("leaves the task running when the run is cancelled", async () => {
    const abort = new AbortController();
    const result = run({}, abort.signal).catch((e: unknown) => e);
    await clock.advance(6000);
    abort.abort(new Error("SIGINT"));
    expect(await result).to.have.property("message", "SIGINT");
    expect(api.count("stopTask")).to.equal(0);
  });

  it("survives throttling and a task that is not listed at once", async () => {
    const result = run();
    await clock.advance(1);
    const [entry] = [...api.tasks];
    api.tasks.clear();
    await clock.advance(6000);
    api.tasks.set(...entry!);
    api.faults.set("describeTasks", () => {
      throw new EcsThrottled("Rate exceeded");
    });
    await clock.advance(20_000);
    api.faults.clear();
    stop(0);
    await clock.advance(5000);
    expect((await result).succeeded).to.be.true;
  });

  describe("with CloudWatch Logs", () => {
    const logConfiguration = {
      logDriver: "awslogs",
      options: { "awslogs-group": "/ecs/web", "awslogs-stream-prefix": "web" },
    } as const;
    let logs: FakeLogsApi;

    beforeEach(() => {
      logs = new FakeLogsApi();
      const environment = [{ name: "TOKEN", value: "t0k3n-t0k3n" }];
      const app = { name: "app", logConfiguration, environment };
      for (let n = 0; n < 2; n++) api.define({ family: "web", containerDefinitions: [app] });
    });

    async function runAndStop(exitCode: number) {
      const runner = new TaskRunner(api, { clock, random: () => 0.5, logs });
      const result = runner.run(request, () => undefined);
      await clock.advance(1);
      const id = onlyTask().taskArn?.split("/").at(-1);
      logs.streams.set(`/ecs/web web/app/${id}`, ["migrating with t0k3n-t0k3n", "done"]);
      stop(exitCode);
      await clock.advance(40_000);
      return result;
    }

    it("has the command's last lines, secrets masked, however it ended", async () => {
      for (const exitCode of [1, 0]) {
        const { logs: read } = await runAndStop(exitCode);
        expect(read).to.deep.equal({ container: "app", lines: ["migrating with [TOKEN]", "done"] });
      }
    });

    it("waits for them half a minute at most: the end is known without", async () => {
      logs.read = () => new Promise<never>(() => undefined);
      const result = await runAndStop(0);
      expect(result.succeeded).to.be.true;
      expect(result).to.not.have.property("logs");
      expect(clock.pending).to.equal(0);
    });
  });
});

describe("judgeTask", () => {
  const cases: [string, Task, boolean, RegExp][] = [
    [
      "exit code 0",
      { stopCode: "EssentialContainerExited", containers: [{ name: "app", exitCode: 0 }] },
      true,
      /exit code 0/,
    ],
    [
      "exit code 0, but the task was stopped by somebody",
      { stopCode: "UserInitiated", containers: [{ name: "app", exitCode: 0 }] },
      false,
      /UserInitiated/,
    ],
    [
      "exit code 0, but the host was taken away",
      { stopCode: "SpotInterruption", containers: [{ name: "app", exitCode: 0 }] },
      false,
      /SpotInterruption/,
    ],
    [
      "no exit code: it never ran",
      {
        stopCode: "TaskFailedToStart",
        stoppedReason: "Task failed to start",
        containers: [{ name: "app", reason: "CannotPullContainerError: not found" }],
      },
      false,
      /never ran: CannotPullContainerError/,
    ],
    [
      "a sidecar that ended well, while the container did not",
      {
        stopCode: "EssentialContainerExited",
        containers: [
          { name: "log", exitCode: 0 },
          { name: "app", exitCode: 137, reason: "OutOfMemoryError" },
        ],
      },
      false,
      /137: OutOfMemoryError/,
    ],
    ["no containers at all", { stoppedReason: "no room" }, false, /no container "app": no room/],
  ];
  for (const [what, task, succeeded, reason] of cases) {
    it(`${succeeded ? "passes" : "fails"} ${what}`, () => {
      const judged = judgeTask(task, "app");
      expect(judged.succeeded).to.equal(succeeded);
      expect(judged.reason).to.match(reason);
    });
  }
});
