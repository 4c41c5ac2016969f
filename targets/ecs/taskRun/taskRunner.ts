import type { Failure, Service, Task } from "@aws-sdk/client-ecs";
import { createHash } from "node:crypto";
import { systemClock, systemRandom, type Clock, type Random } from "../../../support/clock";
import { withDeadline } from "../../../support/deadline";
import { messageOf, SlipwayError } from "../../../support/errors";
import { patience } from "../../../support/patience";
import type { EcsApi } from "../ecsApi";
import { EcsTransientError } from "../ecsErrors";
import { ContainerLog } from "../logs/containerLog";
import type { LogsApi } from "../logs/logsApi";
import type { ContainerLogs } from "../../../contract/evidence";
import { describeServices, serviceNotFound } from "../services";
import { revisionName } from "../taskDefinition/revisionName";
import { taskDefinitionsOf } from "../taskDefinition/taskDefinitions";
import { judgeTask } from "./judgeTask";
import { runTaskRequest } from "./runTaskRequest";
import type { TaskRunProgress, TaskRunRequest, TaskRunResult } from "./taskRun";

export class TaskNotPlaced extends SlipwayError {
  readonly code = "TASK_NOT_PLACED";
  readonly ends = "taskFailed";
}

/** Another one-off task of the environment did not end in time. */
export class TaskBusy extends SlipwayError {
  readonly code = "TASK_BUSY";
  readonly ends = "taskFailed";
}

export interface TaskRunnerOptions {
  clock?: Clock;
  random?: Random;
  /** Milliseconds between two polls; 5 seconds by default. */
  pollInterval?: number;
  /** Where the command's last lines are read; not read without. */
  logs?: LogsApi;
}

const hour = 3_600_000;

/** Runs one-off tasks and judges them by exit code. */
export class TaskRunner {
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly pollInterval: number;
  private readonly logs: LogsApi | undefined;

  constructor(
    private readonly api: EcsApi,
    {
      clock = systemClock,
      random = systemRandom,
      pollInterval = patience.lookMs,
      logs,
    }: TaskRunnerOptions = {},
  ) {
    this.logs = logs;
    this.clock = clock;
    this.random = random;
    this.pollInterval = pollInterval;
  }

  /**
   * Starts the task, or finds the one that an earlier run started: one that still runs is waited
   * for, one that succeeded is taken as it is, after one that failed a new one starts. A task of
   * another release that still runs (its runner may have been killed) ends first.
   * @throws ServiceNotFound, TaskNotPlaced, TaskBusy, AWS's errors, or the signal's reason; aborting leaves
   *   the task running, to be found by the next run
   */
  async run(
    request: TaskRunRequest,
    onProgress: (progress: TaskRunProgress) => void,
    signal?: AbortSignal,
  ): Promise<TaskRunResult> {
    const limit = () => this.clock.monotonic() + request.timeout * 1000;
    const earlier = await this.earlierTasks(request, signal);
    const same = request.always ? [] : earlier.filter((task) => isSame(task, request));
    const running = same.find((task) => isLive(task) && task.desiredStatus !== "STOPPED");
    const done = same.find((task) => judgeTask(task, request.container).succeeded);
    if (!running && done) return result(request, done, true);
    if (!running) await this.untilAlone(request, earlier, limit(), onProgress, signal);
    const task = running ?? (await this.start(request, earlier, limit(), signal));
    // Counted from here: a command that waited for its turn is not stopped in its middle for that.
    const deadline = limit();
    const taskArn = task.taskArn ?? "";
    onProgress({ phase: "started", taskArn, status: task.lastStatus ?? "PROVISIONING" });
    const ended = await this.wait(request, task, deadline, onProgress, signal);
    const judged =
      ended.lastStatus === "STOPPED"
        ? result(request, ended, running !== undefined)
        : await this.stop(request, ended, running !== undefined, signal);
    const logs = await this.logsOf(request, ended, signal);
    return { ...judged, ...(logs && { logs }) };
  }

  private async untilAlone(
    request: TaskRunRequest,
    earlier: readonly Task[],
    deadline: number,
    onProgress: (progress: TaskRunProgress) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    for (const task of earlier.filter(isLive)) {
      const { taskArn = "", taskDefinitionArn = "?", lastStatus: status = "?" } = task;
      const reason = `another one-off task, of ${revisionName(taskDefinitionArn)}, still runs (${taskArn})`;
      onProgress({ phase: "waiting", taskArn, status, reason });
      const ended = await this.wait(request, task, deadline, () => undefined, signal).catch(gone);
      if (ended && isLive(ended)) {
        throw new TaskBusy(
          `The task was not started: ${reason}.`,
          "Wait for its end, or stop it, and run the same command again.",
        );
      }
    }
  }

  /** Undefined where they are not read, or not soon: the task's end is known without. */
  private async logsOf(
    { container, taskDefinition: reference }: TaskRunRequest,
    task: Task,
    signal?: AbortSignal,
  ): Promise<ContainerLogs | undefined> {
    const { logs } = this;
    if (!logs) return undefined;
    const taskId = task.taskArn?.split("/").at(-1) ?? "";
    const runtimeId = task.containers?.find(({ name }) => name === container)?.runtimeId;
    const logging = { taskId, ...(runtimeId !== undefined && { runtimeId }) };
    const read = async (within: AbortSignal) => {
      const { taskDefinition } = await taskDefinitionsOf(this.api).describe(reference, within);
      return new ContainerLog(logs, taskDefinition, container, logging).last(within);
    };
    return withDeadline(this.clock, patience.taskLogMs, "The log", read, signal).catch(
      () => undefined,
    );
  }

  private async earlierTasks(
    { cluster, startedBy }: TaskRunRequest,
    signal?: AbortSignal,
  ): Promise<Task[]> {
    const lists = await Promise.all(
      (["RUNNING", "STOPPED"] as const).map((desiredStatus) =>
        this.api.listTasks({ cluster, startedBy, desiredStatus }, signal),
      ),
    );
    const arns = [...new Set(lists.flat())];
    if (arns.length === 0) return [];
    return (await this.api.describeTasks(cluster, arns.slice(0, 100), signal)).tasks;
  }

  private async start(
    request: TaskRunRequest,
    earlier: readonly Task[],
    deadline: number,
    signal?: AbortSignal,
  ): Promise<Task> {
    const { cluster, service: name } = request;
    const service = (await describeServices(this.api, cluster, [name], signal)).get(name);
    if (!service) throw serviceNotFound(cluster, name);
    for (let attempt = 1; ; attempt++) {
      const { task, failures } = await this.place(request, service, earlier, attempt, signal);
      if (task) return task;
      const delay = this.pollInterval * attempt;
      if (!failures.every(mayPass) || this.clock.monotonic() + delay >= deadline) {
        throw new TaskNotPlaced(
          `ECS did not place the task: ${failures.map(describeFailure).join("; ") || "no reason given"}.`,
          "Check the cluster's capacity and the task definition's requirements.",
        );
      }
      await this.clock.sleep(delay, signal);
    }
  }

  private async place(
    request: TaskRunRequest,
    service: Service,
    earlier: readonly Task[],
    attempt: number,
    signal?: AbortSignal,
  ): Promise<{ task: Task | undefined; failures: Failure[] }> {
    // Of two runs that start at once, or one that was killed and repeated, only one task comes.
    // Stopped tasks stay listed for an hour, and the token changes with it.
    const token = JSON.stringify([
      request.startedBy,
      [request.taskDefinition, request.container, ...request.command],
      earlier.map(({ taskArn }) => taskArn).sort(),
      Math.floor(this.clock.now() / hour),
      attempt,
    ]);
    const clientToken = createHash("sha256").update(token).digest("hex");
    const input = runTaskRequest(request, service, clientToken);
    const { tasks, failures } = await this.api.runTask(input, signal);
    return { task: tasks[0], failures };
  }

  /** @returns the task when it has stopped, or as it was last seen when the time is up */
  private async wait(
    { cluster }: TaskRunRequest,
    task: Task,
    deadline: number,
    onProgress: (progress: TaskRunProgress) => void,
    signal?: AbortSignal,
  ): Promise<Task> {
    const startedAt = this.clock.monotonic();
    const taskArn = task.taskArn ?? "";
    let latest = task;
    while (latest.lastStatus !== "STOPPED" && this.clock.monotonic() < deadline) {
      const jitter = 0.8 + 0.4 * this.random();
      const left = deadline - this.clock.monotonic();
      await this.clock.sleep(Math.min(left, this.pollInterval * jitter), signal);
      const seen = await this.look(cluster, taskArn, signal);
      if (seen === "not answered") continue;
      if (!seen) {
        if (this.clock.monotonic() - startedAt < patience.newTaskMs) continue;
        throw new TaskNotPlaced(
          `ECS does not know the task ${taskArn} any more.`,
          "Look for it in the cluster's stopped tasks; its end is unknown.",
        );
      }
      if (seen.lastStatus !== latest.lastStatus) {
        onProgress({ phase: "running", taskArn, status: seen.lastStatus ?? "?" });
      }
      latest = seen;
    }
    return latest;
  }

  private async look(
    cluster: string,
    taskArn: string,
    signal?: AbortSignal,
  ): Promise<Task | undefined | "not answered"> {
    try {
      return (await this.api.describeTasks(cluster, [taskArn], signal)).tasks[0];
    } catch (error) {
      if (error instanceof EcsTransientError) return "not answered";
      throw error;
    }
  }

  private async stop(
    { cluster, timeout }: TaskRunRequest,
    task: Task,
    found: boolean,
    signal?: AbortSignal,
  ): Promise<TaskRunResult> {
    const taskArn = task.taskArn ?? "";
    const late = `It had not ended after ${timeout} s`;
    const stopped = await this.api.stopTask(cluster, taskArn, `slipway: ${late}`, signal).then(
      () => `${late} and was stopped.`,
      (error: unknown) => `${late} and could not be stopped (${messageOf(error)}).`,
    );
    return { succeeded: false, taskArn, reason: stopped, found, task };
  }
}

/** The same command in the same revision, which carries the commit. */
function isSame(
  { taskDefinitionArn = "", overrides }: Task,
  { taskDefinition, container, command }: TaskRunRequest,
): boolean {
  if (revisionName(taskDefinitionArn) !== revisionName(taskDefinition)) return false;
  // ECS may name the other containers, too.
  const override = overrides?.containerOverrides?.find(({ name }) => name === container);
  return JSON.stringify(override?.command) === JSON.stringify(command);
}

/** A task that ECS knows no more is in nobody's way. */
function gone(error: unknown): undefined {
  if (error instanceof TaskNotPlaced) return undefined;
  throw error;
}

function isLive({ lastStatus }: Task): boolean {
  return lastStatus !== "STOPPED";
}

function result({ container }: TaskRunRequest, task: Task, found: boolean): TaskRunResult {
  return { ...judgeTask(task, container), taskArn: task.taskArn ?? "", found, task };
}

/** Reasons that may be gone in a moment: no room, or an agent that is being restarted. */
function mayPass({ reason = "" }: Failure): boolean {
  return /^(RESOURCE|AGENT)|capacity is unavailable/i.test(reason);
}

function describeFailure({ reason = "?", detail, arn }: Failure): string {
  return [reason, detail, arn && `(${arn})`].filter(Boolean).join(" ");
}
