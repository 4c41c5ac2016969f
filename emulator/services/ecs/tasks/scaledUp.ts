import type { Deployment } from "../state/deployment";
import type { Service } from "../state/service";
import type { Pass } from "../scheduler/pass";
import { alive } from "./taskCounts";

/** How many of a deployment's tasks are meant to run on and are healthy. */
export function healthyTasks({ tasks }: Deployment): number {
  return alive(tasks).filter((t) => t.service?.healthy).length;
}

/** Whether a deployment has the tasks it is to have, all healthy, and no other. */
export function isFull(deployment: Deployment): boolean {
  const { tasks, desiredCount } = deployment;
  return tasks.size === desiredCount && healthyTasks(deployment) === desiredCount;
}

/** Whether no task is left of the deployments before PRIMARY, nor wanted of them. */
export function oldOnesGone({ deployments: [, ...old] }: Service): boolean {
  return old.every(
    (d) => d.tasks.size === 0 && !(d.rolloutState === "COMPLETED" && d.desiredCount > 0),
  );
}

/**
 * Whether PRIMARY has replaced what was there before: wholly, or as far as its early success criteria want it
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
