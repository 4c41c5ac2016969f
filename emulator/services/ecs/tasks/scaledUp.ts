import type { Deployment } from "../state/deployment";
import type { Service } from "../state/service";
import type { Pass } from "../scheduler/pass";
import { alive } from "./taskCounts";

/** How many of a deployment's tasks are healthy and not being stopped. */
export function healthyTasks({ tasks }: Deployment): number {
  return alive(tasks).filter((t) => t.service?.healthy).length;
}

/** Whether a deployment has exactly its desired count of tasks, all healthy. */
export function isFull(deployment: Deployment): boolean {
  const { tasks, desiredCount } = deployment;
  return tasks.size === desiredCount && healthyTasks(deployment) === desiredCount;
}

/** Whether the deployments before PRIMARY have no task left and none to start. */
export function oldOnesGone({ deployments: [, ...old] }: Service): boolean {
  return old.every(
    (d) => d.tasks.size === 0 && !(d.rolloutState === "COMPLETED" && d.desiredCount > 0),
  );
}

/**
 * Whether PRIMARY has replaced the tasks of old deployments: all of them, or as many as its early success criteria ask
 * (dg/deployment-type-ecs). A rollback is always whole.
 */
export function scaledUp({ service, primary }: Pass): boolean {
  const early = primary.serviceDeployment.deploymentConfiguration.earlySuccessCriteria;
  if (!early?.enable || service.rollback) return isFull(primary) && oldOnesGone(service);
  const share = ((early.healthyPercent ?? 100) * primary.desiredCount) / 100;
  const needed = primary.desiredCount === 0 ? 0 : Math.max(1, Math.ceil(share));
  if (healthyTasks(primary) < needed) return false;
  return early.sourceServiceRevisionCleanup === "DEFERRED" || oldOnesGone(service);
}
