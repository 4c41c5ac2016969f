import type { Task } from "@aws-sdk/client-ecs";
import type { EcsApi } from "../ecsApi";
import { chunks } from "../services";
import type { StoppedTasks } from "./evidence";

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

/** The container to blame: one with a reason of its own, else one that exited with an error. */
export function stoppedTask({
  containers = [],
  stoppedReason,
  stopCode,
  taskArn = "",
}: Task): StoppedTasks {
  const culprit =
    containers.find(({ reason }) => reason !== undefined) ??
    containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0);
  return {
    reason: culprit?.reason ?? stoppedReason ?? "no reason given",
    ...(stopCode !== undefined && { stopCode }),
    ...(culprit?.name !== undefined && { container: culprit.name }),
    ...(culprit?.exitCode !== undefined && { exitCode: culprit.exitCode }),
    count: 1,
    taskArn,
  };
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
