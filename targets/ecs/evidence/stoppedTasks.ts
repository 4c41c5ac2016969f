import type { Container, Task } from "@aws-sdk/client-ecs";
import type { EcsApi } from "../ecsApi";
import { chunks } from "../services";
import type { StoppedTasks } from "../../../contract/evidence";

const tasksPerCall = 100;

/** The stopped tasks of one deployment; ECS shows them for about an hour. */
export async function stoppedTasks(
  api: EcsApi,
  cluster: string,
  deploymentId: string,
  signal: AbortSignal,
): Promise<Task[]> {
  const arns = await api.listTasks(
    { cluster, startedBy: deploymentId, desiredStatus: "STOPPED" },
    signal,
  );
  const answers = await Promise.all(
    chunks(arns, tasksPerCall).map((some) => api.describeTasks(cluster, some, signal)),
  );
  return answers.flatMap(({ tasks }) => tasks);
}

/** Most frequent first. Tasks that ECS stopped to scale in tell nothing and are left out. */
export function groupStopped(tasks: readonly Task[]): StoppedTasks[] {
  const groups = new Map<string, StoppedTasks>();
  for (const task of tasks) {
    if (isScaledIn(task)) continue;
    const one = stoppedTask(task);
    const key = JSON.stringify([one.reason, one.stopCode, one.container, one.exitCode]);
    const group = groups.get(key);
    groups.set(key, group ? { ...group, count: group.count + 1 } : one);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** ECS had no more need of it: no failure. */
export function isScaledIn({ stoppedReason }: Task): boolean {
  return stoppedReason?.startsWith("Scaling activity initiated by") === true;
}

/** One task as a group of its own, with the container to blame where there is one. */
export function stoppedTask(task: Task): StoppedTasks {
  const { stoppedReason, stopCode, taskArn = "" } = task;
  const culprit = culpritOf(task);
  return {
    reason: culprit?.reason ?? stoppedReason ?? "no reason given",
    ...(stopCode !== undefined && { stopCode }),
    ...(culprit?.name !== undefined && { container: culprit.name }),
    ...(culprit?.exitCode !== undefined && { exitCode: culprit.exitCode }),
    count: 1,
    taskArn,
  };
}

/** The whole task was stopped: that its containers exited, with whatever code, is what came of it. */
const stoppedFromOutside: readonly (string | undefined)[] = [
  "ServiceSchedulerInitiated",
  "SpotInterruption",
  "TerminationNotice",
  "UserInitiated",
];

const killed = 137;
const terminated = 143;

/**
 * The container to blame, if any: one with a reason of its own, else one that exited with an error.
 * When one ends, ECS stops the others: SIGTERM (143), after `stopTimeout` SIGKILL (137). ECS lists
 * them in any order, so that a draw goes by name.
 */
function culpritOf({ containers = [], stopCode }: Task): Container | undefined {
  const all = [...containers].sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  const explained = all.find(({ reason }) => reason !== undefined);
  if (explained || stoppedFromOutside.includes(stopCode)) return explained;
  const failed = all.find(({ exitCode }) => exitCode && !isSignal(exitCode));
  if (failed || stopCode !== "EssentialContainerExited") return failed;
  const withCode = (code: number) => all.find(({ exitCode }) => exitCode === code);
  // Beside one that simply ended, it was ECS that terminated or killed the others.
  return withCode(0) ? undefined : (withCode(killed) ?? withCode(terminated));
}

function isSignal(exitCode: number): boolean {
  return exitCode === killed || exitCode === terminated;
}

/** The same container, for the same reason but for what differs from task to task (ids, addresses). */
export function isLike(one: StoppedTasks, other: StoppedTasks): boolean {
  return one.container === other.container && kindOf(one.reason) === kindOf(other.reason);
}

function kindOf(reason: string): string {
  return reason
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi, "#")
    .replace(/[\da-f]{16,}|\d+/gi, "#");
}
