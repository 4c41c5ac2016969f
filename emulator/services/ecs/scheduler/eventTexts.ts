/** The messages of service events, as they were seen live. */
import type { Task } from "../state/task";

const list = (tasks: readonly Task[]) => tasks.map((t) => `(task ${t.id})`).join(" ");

export const eventTexts = {
  started: (service: string, tasks: readonly Task[], replaced = 0) =>
    `(service ${service}) has started ${tasks.length} tasks: ${list(tasks)}.` +
    (replaced > 0 ? ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : ""),
  stoppedRunning: (service: string, tasks: readonly Task[]) =>
    `(service ${service}) has stopped ${tasks.length} running tasks: ${list(tasks)}.`,
  stoppedPending: (service: string, count: number) =>
    `(service ${service}) stopped ${count} pending tasks.`,
  registered: (service: string, count: number, group: string) =>
    `(service ${service}) registered ${count} targets in (target-group ${group})`,
  deregistered: (service: string, count: number, group: string) =>
    `(service ${service}) deregistered ${count} targets in (target-group ${group})`,
  draining: (service: string, deployment: string, count: number) =>
    `(service ${service}, taskSet ${deployment}) has begun draining connections on ${count} tasks.`,
  unhealthyContainer: (service: string, task: Task) =>
    `(service ${service}) (task ${task.id}) failed container health checks.`,
  unhealthyTarget: (service: string, task: Task, port: number, group: string, reason: string) =>
    `(service ${service}) (task ${task.id}) (port ${port}) is unhealthy in (target-group ${group}) due to (reason ${reason}).`,
  notPlaced: (service: string, reason: string) =>
    `(service ${service}) was unable to place a task. Reason: ${reason.replace(/\.$/, "")}.`,
  impaired: (service: string) =>
    `(service ${service}) is unable to consistently start tasks successfully.`,
  stuck: (service: string) =>
    `(service ${service}) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.`,
  completed: (service: string, deployment: string) =>
    `(service ${service}) (deployment ${deployment}) deployment completed.`,
  failed: (service: string, deployment: string, reason: string) =>
    `(service ${service}) (deployment ${deployment}) deployment failed: ${reason}.`,
  rollingBack: (service: string, deployment: string) =>
    `(service ${service}) rolling back to deployment ${deployment}.`,
  steady: (service: string) => `(service ${service}) has reached a steady state.`,
};

/** Values of `rolloutStateReason`, as they were seen live. */
export const rolloutReasons = {
  inProgress: (id: string) => `ECS deployment ${id} in progress.`,
  completed: (id: string) => `ECS deployment ${id} completed.`,
  breaker: "ECS deployment circuit breaker: tasks failed to start.",
  breakerRollback: (id: string) =>
    `ECS deployment circuit breaker: rolling back to deploymentId ${id}.`,
  /** No live text is known for alarms (14). */
  alarms: "ECS deployment failed: alarm detected.",
  alarmsRollback: (id: string) =>
    `ECS deployment failed: alarm detected: rolling back to deploymentId ${id}.`,
  /** Nor for lifecycle hooks. */
  hooks: (stage: string) => `ECS deployment failed: ${stage} lifecycle hook(s) failed.`,
  /** Nor for a stop by the user. */
  stopped: "ECS deployment stopped.",
  stopRollback: (id: string) => `ECS deployment rolling back to deploymentId ${id}.`,
};
