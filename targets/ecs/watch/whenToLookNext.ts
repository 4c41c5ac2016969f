import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { patience } from "../../../support/patience";
import { deploymentOf, primaryOf, type Snapshot } from "./snapshot";

/** The findings of all looks at one rollout so far. Times are the monotonic clock's. */
export interface Looks {
  readonly deploymentId: string;
  readonly latest: Snapshot | undefined;
  /** When something was last seen to have changed; before any look, when the watch began. */
  readonly changedAt: number;
  /** The look before that one: the change came after it. */
  readonly unchangedAt: number;
}

/**
 * Milliseconds from `now` to the next look: long while the rollout cannot end, short near its end.
 * A state that lasts is looked at less and less often, as a look that comes late by a part of the
 * time that was waited anyway costs little. Pure.
 */
export function whenToLookNext(looks: Looks, now: number): number {
  const bakeEnd = earliestBakeEnd(looks);
  if (bakeEnd !== undefined) return clamp(bakeEnd - now, fast, slow);
  const { share, most } = paces[distanceOf(looks)];
  return clamp((now - looks.changedAt) * share, fast, most);
}

const { slowLookMs: slow, lookMs: usual, fastLookMs: fast } = patience;

/** The part of the time since the last change after which to look again, and milliseconds at most. */
const paces = {
  near: { share: 1 / 30, most: slow },
  draining: { share: 1 / 10, most: usual },
  far: { share: 1 / 2, most: slow },
} as const;

/** Draining takes as long as the target group wants (300 s by default); the end follows at once. */
function distanceOf(looks: Looks): keyof typeof paces {
  if (!mayEndSoon(looks)) return "far";
  return isDraining(looks) ? "draining" : "near";
}

function isDraining({ latest, deploymentId }: Looks): boolean {
  const { service } = latest ?? {};
  const own = service && deploymentOf(service, deploymentId);
  const primary = service && primaryOf(service);
  if (!own || !primary || own.rolloutState === "FAILED" || !isFull(primary, service)) return false;
  return (service.runningCount ?? 0) > (primary.runningCount ?? 0);
}

/** A rollout's visible state as text, which changes whenever something has moved. */
export function sightOf({ service, serviceDeployment }: Snapshot, deploymentId: string): string {
  const own = service && deploymentOf(service, deploymentId);
  const { status, lifecycleStage, lifecycleHookDetails = [] } = serviceDeployment ?? {};
  const { targetServiceRevision: target } = serviceDeployment ?? {};
  return JSON.stringify([
    [own?.status, own?.rolloutState, own?.desiredCount],
    [own?.runningCount, own?.pendingCount, own?.failedTasks],
    [service && primaryOf(service)?.id, service?.runningCount, service?.deployments?.length],
    [status, lifecycleStage, target?.requestedProductionTrafficWeight],
    lifecycleHookDetails.map((hook) => hook.status),
  ]);
}

/** Whether the next thing that ECS does can be the end, or be the failure that leads to it. */
function mayEndSoon({ latest, deploymentId }: Looks): boolean {
  if (!latest) return true;
  const { service, serviceDeployment } = latest;
  const own = service && deploymentOf(service, deploymentId);
  // Not there, or not there any more: the next answer confirms it, or shows it as a stale read.
  if (!service || !own) return true;
  if (isWaiting(serviceDeployment)) return false;
  if (isOver(serviceDeployment)) return true;
  if (own.status !== "PRIMARY") return isFull(primaryOf(service));
  if (own.rolloutState === "FAILED" || own.rolloutState === "COMPLETED") return true;
  return isFull(own, service) || isNearlyFailed(own, service, serviceDeployment);
}

/** A hook has to answer first, or a person; or traffic has steps to go. */
function isWaiting(deployment: ServiceDeployment | undefined): boolean {
  const { lifecycleHookDetails: hooks = [], lifecycleStage: stage } = deployment ?? {};
  const open = hooks.some(({ status }) => status === "AWAITING_ACTION" || status === "IN_PROGRESS");
  return open || stage?.endsWith("TRAFFIC_SHIFT") === true;
}

function isOver(deployment: ServiceDeployment | undefined): boolean {
  switch (deployment?.status) {
    case "SUCCESSFUL":
    case "STOPPED":
    case "ROLLBACK_SUCCESSFUL":
    case "ROLLBACK_FAILED":
      return true;
    default:
      return false;
  }
}

function isFull(deployment: Deployment | undefined, service?: Service): boolean {
  if (!deployment) return true;
  const { desiredCount = 0, runningCount = 0, pendingCount = 0 } = deployment;
  // ECS says 0 for a deployment that it has only just made.
  const wanted = Math.max(desiredCount, service?.desiredCount ?? 0);
  return runningCount >= wanted && pendingCount === 0;
}

/** One more failed task may be the one that the circuit breaker waits for. */
function isNearlyFailed(
  { failedTasks = 0 }: Deployment,
  { desiredCount = 0, deploymentConfiguration }: Service,
  deployment: ServiceDeployment | undefined,
): boolean {
  if (deploymentConfiguration?.deploymentCircuitBreaker?.enable !== true) return false;
  const { threshold, failureCount } = deployment?.deploymentCircuitBreaker ?? {};
  // Developer guide, circuit breaker: half of the desired count, at least 3, at most 200.
  const limit = threshold ?? Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));
  return Math.max(failedTasks, failureCount ?? 0) >= limit - 1;
}

/** The bake began at the earliest when it was not seen yet. */
function earliestBakeEnd({ latest, unchangedAt }: Looks): number | undefined {
  const { serviceDeployment: deployment } = latest ?? {};
  if (deployment?.lifecycleStage !== "BAKE_TIME" || deployment.status !== "IN_PROGRESS") {
    return undefined;
  }
  const minutes = deployment.deploymentConfiguration?.bakeTimeInMinutes;
  return minutes === undefined ? undefined : unchangedAt + minutes * 60_000;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
