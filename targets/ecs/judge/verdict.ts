import type {
  Deployment,
  Service,
  ServiceDeployment,
  ServiceDeploymentStatus,
} from "@aws-sdk/client-ecs";
import { revisionName } from "../taskDefinition/revisionName";
import type { Outcome, RollbackCause } from "../../../contract/outcome";
import { idlePhaseOf, type IdlePhase } from "./idlePhaseOf";
import { deploymentOf, eventsSince, primaryOf, type Observation } from "../watch/snapshot";
import { patience } from "../../../support/patience";

/** Whether a rollout has ended, and how. */
export type Verdict =
  | {
      state: "moving";
      idle?: IdlePhase;
      /** What it will end as once ECS is through; known as soon as the failure is seen. */
      failing?: { outcome: Outcome; reason: string };
    }
  | { state: "ended"; outcome: Outcome; reason: string };

export interface VerdictRules {
  /**
   * Milliseconds for which an answer without our deployment may be a stale read, while no answer
   * has shown it yet. DescribeServices has no documented bound.
   */
  staleReads: number;
}

export const defaultRules: VerdictRules = { staleReads: patience.staleReadMs };

/** Answers in a row that must agree where a single one may be stale. */
export const agreeing = 2;

/**
 * Judges by the identity of our deployment, never by steadiness: after a rollback a service is
 * steady too. Our ServiceDeployment decides where it is to be had, else `deployments[]`.
 */
export function verdict(observation: Observation, rules: VerdictRules = defaultRules): Verdict {
  const { latest } = observation;
  if (!latest) return { state: "moving" };
  const { service, serviceDeployment } = latest;
  if (!service) {
    return observation.repeated.times >= agreeing
      ? ended({ kind: "gone" }, "The service does not exist any more.")
      : { state: "moving" };
  }
  if (service.status !== "ACTIVE") {
    return ended({ kind: "gone" }, `The service is ${service.status ?? "not active"} now.`);
  }
  const decided =
    (serviceDeployment && byServiceDeployment(observation, service, serviceDeployment)) ??
    byDeployments(observation, service, rules);
  if (decided.state === "ended" || decided.idle) return decided;
  const idle = idlePhaseOf(observation, service, serviceDeployment);
  return idle ? { ...decided, idle } : decided;
}

/** Undefined where the service's deployments have to tell more. */
function byServiceDeployment(
  observation: Observation,
  service: Service,
  deployment: ServiceDeployment,
): Verdict | undefined {
  const { status, statusReason } = deployment;
  const newer = newerPrimary(observation, service);
  switch (status) {
    case "PENDING":
    case "IN_PROGRESS":
      // DescribeServices may know of a failure or of a newer deployment first.
      return undefined;
    case "SUCCESSFUL":
      return deployed(service);
    case "ROLLBACK_REQUESTED":
    case "ROLLBACK_IN_PROGRESS":
      if (newer) return superseded(newer);
      return { state: "moving", failing: rollback(observation, service, false) };
    case "ROLLBACK_SUCCESSFUL":
      return { state: "ended", ...rollback(observation, service, true) };
    case "ROLLBACK_FAILED":
      if (newer) return superseded(newer);
      return isPrimary(observation, service)
        ? failed(statusReason ?? reasonOf(observation))
        : { state: "ended", ...rollback(observation, service, false) };
    case "STOP_REQUESTED":
    case "STOPPED":
      if (newer) return superseded(newer);
      if (observation.failure) return failed(observation.failure.reason);
      // Overtaken deployments are stopped too, and DescribeServices may show that later.
      return observation.repeated.sight === "stopped" && observation.repeated.times >= agreeing
        ? ended({ kind: "stopped" }, statusReason ?? "The deployment was stopped.")
        : { state: "moving" };
    default:
      // A status that this version does not know: the service's deployments decide.
      return undefined;
  }
}

function byDeployments(observation: Observation, service: Service, rules: VerdictRules): Verdict {
  const { target, latest, seen, startedAt, repeated } = observation;
  const own = deploymentOf(service, target.deploymentId);
  const primary = primaryOf(service);
  if (own && own === primary) return byOwnPrimary(observation, service, own);
  const newer = newerPrimary(observation, service);
  if (own) {
    if (newer) return completed(observation, service, own) ? deployed(service) : superseded(newer);
    return byRollback(observation, service, primary);
  }
  const young = (latest?.at ?? startedAt) - startedAt < rules.staleReads;
  if (!seen && young) return { state: "moving" };
  if (repeated.times < agreeing) return { state: "moving" };
  if (newer) return completed(observation, service) ? deployed(service) : superseded(newer);
  return byRollback(observation, service, primary);
}

function byOwnPrimary(observation: Observation, service: Service, own: Deployment): Verdict {
  switch (own.rolloutState) {
    case "COMPLETED":
      return deployed(service);
    case "FAILED":
      return byFailedPrimary(observation, service);
    case undefined: {
      const { sight, times } = observation.repeated;
      return sight === "steady without state" && times >= agreeing
        ? deployed(service)
        : { state: "moving" };
    }
    default:
      return { state: "moving" };
  }
}

/** Failed but still PRIMARY: the end, unless ECS is about to promote the old deployment. */
function byFailedPrimary(observation: Observation, service: Service): Verdict {
  const { deploymentCircuitBreaker: breaker, alarms } = service.deploymentConfiguration ?? {};
  const rollsBack =
    (breaker?.enable === true && breaker.rollback === true) ||
    (alarms?.enable === true && alarms.rollback === true);
  const candidate = service.deployments?.some(
    ({ status, rolloutState }) => status !== "PRIMARY" && rolloutState === "COMPLETED",
  );
  const reason = reasonOf(observation);
  if (!rollsBack) return failed(reason);
  if (!candidate && observation.repeated.times >= agreeing) {
    return failed(`${reason} There was no completed deployment to roll back to.`);
  }
  return { state: "moving", failing: rollback(observation, service, false) };
}

const unfinished: readonly (ServiceDeploymentStatus | undefined)[] = [
  "PENDING",
  "IN_PROGRESS",
  "STOP_REQUESTED",
  "ROLLBACK_REQUESTED",
  "ROLLBACK_IN_PROGRESS",
];

/** An older deployment is PRIMARY again: ECS rolls back, or has done so. */
function byRollback(
  observation: Observation,
  service: Service,
  primary: Deployment | undefined,
): Verdict {
  const finished = primary?.rolloutState === "COMPLETED";
  const status = observation.latest?.serviceDeployment?.status;
  // As long as its ServiceDeployment is not through, ECS itself says that the rollback goes on.
  const told = unfinished.includes(status);
  const steady = primary !== undefined && primary.rolloutState === undefined && isSteady(service);
  if ((finished || steady) && !told) {
    return { state: "ended", ...rollback(observation, service, true) };
  }
  if (primary?.rolloutState === "FAILED") {
    return { state: "ended", ...rollback(observation, service, false) };
  }
  // Two answers that contradict each other, and no failure: one of them is old.
  if (finished && !observation.failure && (status === "PENDING" || status === "IN_PROGRESS")) {
    return { state: "moving" };
  }
  return { state: "moving", failing: rollback(observation, service, false) };
}

function rollback(
  observation: Observation,
  service: Service,
  finished: boolean,
): { outcome: Outcome; reason: string } {
  const old =
    isPrimary(observation, service) || newerPrimary(observation, service)
      ? undefined
      : primaryOf(service);
  const to = old?.taskDefinition === undefined ? undefined : revisionName(old.taskDefinition);
  return {
    outcome: { kind: "rolled back", by: causeOf(observation), ...(to && { to }), finished },
    reason: reasonOf(observation),
  };
}

function causeOf({ failure, stopRequested, latest }: Observation): RollbackCause {
  if (failure && failure.by !== "unknown") return failure.by;
  const { stoppedAt, statusReason, rollback: back } = latest?.serviceDeployment ?? {};
  if (stopRequested || stoppedAt) return "someone";
  const told = statusReason ?? back?.reason;
  if (told !== undefined && /alarm/i.test(told)) return "alarm";
  // AWS documents no text for a stop; without a failure and without a word somebody asked for it.
  if (told !== undefined && /\b(user|stopped|requested)\b/i.test(told)) return "someone";
  return failure || told ? "ecs" : "someone";
}

function reasonOf({ failure, latest }: Observation): string {
  const told = latest?.serviceDeployment?.statusReason;
  return failure?.reason ?? told ?? "ECS went back to the deployment before, without a reason.";
}

/** The PRIMARY when it is not ours and was created after ours, by AWS's own times. */
function newerPrimary({ target }: Observation, service: Service): Deployment | undefined {
  const primary = primaryOf(service);
  if (!primary || primary.id === target.deploymentId) return undefined;
  return primary.createdAt && primary.createdAt >= target.createdAt ? primary : undefined;
}

/** Ours came through before a newer one took over. */
function completed({ target }: Observation, service: Service, own?: Deployment): boolean {
  const event = `(deployment ${target.deploymentId}) deployment completed.`;
  return (
    own?.rolloutState === "COMPLETED" ||
    eventsSince(service, target.createdAt).some((message) => message.includes(event))
  );
}

function isPrimary({ target }: Observation, service: Service): boolean {
  return primaryOf(service)?.id === target.deploymentId;
}

function isSteady({ deployments, runningCount, desiredCount }: Service): boolean {
  return deployments?.length === 1 && runningCount === desiredCount;
}

function deployed({ desiredCount }: Service): Verdict {
  return desiredCount === 0
    ? ended({ kind: "deployed", untested: true }, "The service wants 0 tasks, so none ran.")
    : ended({ kind: "deployed" }, "ECS completed the deployment.");
}

function superseded(newer: Deployment): Verdict {
  const revision = newer.taskDefinition && revisionName(newer.taskDefinition);
  return ended(
    { kind: "superseded", by: newer.id ?? "", ...(revision && { revision }) },
    `A newer deployment (${newer.id ?? "?"}${revision ? ` of ${revision}` : ""}) took over.`,
  );
}

function failed(reason: string): Verdict {
  return ended({ kind: "failed", cause: "tasks" }, reason);
}

function ended(outcome: Outcome, reason: string): Verdict {
  return { state: "ended", outcome, reason };
}
