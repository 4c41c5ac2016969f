import type { Task, TaskStatus } from "../state/task";

type Counted = "running" | "pending" | undefined;

/** Tasks on the way to RUNNING are pending; one that drains its connections still runs. */
function countedAs(status: TaskStatus | undefined): Counted {
  switch (status) {
    case "PROVISIONING":
    case "PENDING":
    case "ACTIVATING":
      return "pending";
    case "RUNNING":
    case "DEACTIVATING":
      return "running";
    default:
      return undefined;
  }
}

/** Keeps the counts of the task's deployment and cluster; `before` is the status it had, undefined for a new task. */
export function countTask(task: Task, before: TaskStatus | undefined): void {
  const [was, is] = [countedAs(before), countedAs(task.lastStatus)];
  if (was === is) return;
  add(task, was, -1);
  add(task, is, 1);
}

function add(task: Task, counted: Counted, by: number): void {
  const { cluster, deployment } = task;
  if (counted === "running") cluster.runningTasks += by;
  if (counted === "pending") cluster.pendingTasks += by;
  if (!deployment) return;
  if (counted === "running") deployment.runningCount += by;
  if (counted === "pending") deployment.pendingCount += by;
}

/** Whether a task ended, or is ending, for a reason of its own: no user and no scheduler stopped it. */
export function failedByItself(task: Task): boolean {
  return task.stopCode === "TaskFailedToStart" || task.stopCode === "EssentialContainerExited";
}

/** Tasks that are not being stopped. */
export function alive(tasks: Iterable<Task>): Task[] {
  return [...tasks].filter((t) => t.desiredStatus === "RUNNING");
}

/**
 * Tasks that count toward the upper bound: PENDING, RUNNING or STOPPING (the stricter of two readings:
 * api/DeploymentConfiguration, dg/update-service-parameters).
 */
export function occupying(tasks: Iterable<Task>): number {
  let count = 0;
  for (const task of tasks) if (task.lastStatus !== "DEPROVISIONING") count++;
  return count;
}
