import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { runs } from "./start";
import { deploymentOf, primaryOf } from "../../watch/snapshot";

/** What is known when a deployment is to be undone. */
export interface RollbackView {
  service: Service;
  /** The ServiceDeployment of the one to undo, where that API is there and has it. */
  replaced: ServiceDeployment | undefined;
  /** Stopping it makes ECS go back to the wanted revision. */
  stopLeadsToRevision: boolean;
  /** A stop was asked for already. */
  stopped: boolean;
  /** This answer may be older than the deployment to undo. */
  maybeStale: boolean;
}

export type RollbackStep =
  /** It runs the wanted revision, through and done. */
  | { kind: "already there"; deployment: Deployment }
  /** It is on its way to the wanted revision: ECS's own rollback, or an earlier run's. */
  | { kind: "watch"; deployment: Deployment }
  /** StopServiceDeployment with ROLLBACK. */
  | { kind: "stop"; arn: string }
  | { kind: "update"; force: boolean }
  /** It went back to the wanted revision, and that failed too. */
  | { kind: "failed"; deployment: Deployment }
  | { kind: "superseded"; primary: Deployment | undefined }
  | { kind: "read again" };

/**
 * What undoes the deployment `replaces`: nothing is sent unless the service still is what that
 * deployment made of it.
 */
export function nextRollbackStep(
  replaces: string,
  taskDefinition: string,
  view: RollbackView,
): RollbackStep {
  const { service, replaced, maybeStale } = view;
  const primary = primaryOf(service);
  if (primary?.id === replaces) return stepFromPrimary(primary, taskDefinition, view);
  // An answer that knows the deployment, or what became of it, is not older than that.
  const sure =
    deploymentOf(service, replaces) !== undefined || (replaced ? isOver(replaced) : !maybeStale);
  if (!primary || !runs(primary, taskDefinition)) {
    return sure ? { kind: "superseded", primary } : { kind: "read again" };
  }
  if (primary.rolloutState === "FAILED") return { kind: "failed", deployment: primary };
  if (!isThrough(primary, service)) return { kind: "watch", deployment: primary };
  return sure ? { kind: "already there", deployment: primary } : { kind: "read again" };
}

/** The deployment to undo is still PRIMARY. */
function stepFromPrimary(
  primary: Deployment,
  taskDefinition: string,
  { service, replaced, stopLeadsToRevision, stopped, maybeStale }: RollbackView,
): RollbackStep {
  const same = runs(primary, taskDefinition);
  if (isThrough(primary, service)) {
    return same ? { kind: "already there", deployment: primary } : { kind: "update", force: false };
  }
  if (stopLeadsToRevision && isRollingBack(replaced, maybeStale)) return { kind: "read again" };
  // ECS does nothing for the revision of a failed PRIMARY unless forced.
  if (primary.rolloutState === "FAILED") return { kind: "update", force: same };
  if (
    stopLeadsToRevision &&
    (replaced?.status === "PENDING" || replaced?.status === "IN_PROGRESS")
  ) {
    return stopped
      ? { kind: "read again" }
      : { kind: "stop", arn: replaced.serviceDeploymentArn ?? "" };
  }
  return same ? { kind: "watch", deployment: primary } : { kind: "update", force: false };
}

/** ECS is about to make the old deployment PRIMARY again. */
function isRollingBack(replaced: ServiceDeployment | undefined, maybeStale: boolean): boolean {
  switch (replaced?.status) {
    case "ROLLBACK_REQUESTED":
    case "ROLLBACK_IN_PROGRESS":
      return true;
    case "ROLLBACK_SUCCESSFUL":
      return maybeStale;
    default:
      return false;
  }
}

/** Behind a Classic Load Balancer there is no state to read. */
function isThrough({ rolloutState }: Deployment, service: Service): boolean {
  if (rolloutState !== undefined) return rolloutState === "COMPLETED";
  return service.deployments?.length === 1 && service.runningCount === service.desiredCount;
}

function isOver(replaced: ServiceDeployment): boolean {
  switch (replaced.status) {
    case "SUCCESSFUL":
    case "STOPPED":
    case "ROLLBACK_SUCCESSFUL":
    case "ROLLBACK_FAILED":
      return true;
    default:
      return false;
  }
}
