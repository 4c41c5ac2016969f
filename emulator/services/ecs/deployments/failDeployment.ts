import type { Deployment } from "../state/deployment";
import { freshBreaker } from "./breaker";
import type { DeploymentFailure } from "./deploymentFailure";
import { endServiceDeployment } from "./endServiceDeployment";
import { eventTexts, rolloutReasons } from "../scheduler/eventTexts";
import { say, type Pass } from "../scheduler/pass";
import { advanceStages, isComplete } from "./stages";

const noCandidate = "No rollback candidate was found to run the rollback";

/**
 * Marks PRIMARY as FAILED and, where that is configured and possible, begins the rollback to the last COMPLETED
 * deployment (dg/deployment-circuit-breaker).
 */
export function failDeployment(pass: Pass, failure: DeploymentFailure): void {
  const { primary, service, now } = pass;
  const serviceDeployment = service.rollback?.serviceDeployment ?? primary.serviceDeployment;
  primary.rolloutState = "FAILED";
  primary.rolloutStateReason = failure.reason;
  primary.updatedAt = now;
  service.scheduling.steady = false;
  say(pass, eventTexts.failed(service.name, primary.id, failure.event));
  serviceDeployment.updatedAt = now;
  if (failure.by === "breaker") serviceDeployment.breakerStatus = "TRIGGERED";
  if (failure.by === "alarms") serviceDeployment.alarms.status = "TRIGGERED";
  const candidate = service.lastCompleted;
  if (service.rollback) {
    service.rollback = undefined;
    endServiceDeployment(serviceDeployment, "ROLLBACK_FAILED", now);
  } else if (!failure.rollback) {
    serviceDeployment.status = "STOP_REQUESTED";
    serviceDeployment.statusReason = failure.statusReason.replace("rolled back", "stopped");
  } else if (!candidate) {
    serviceDeployment.statusReason = noCandidate;
    serviceDeployment.stoppedAt = now;
    endServiceDeployment(serviceDeployment, "ROLLBACK_FAILED", now);
  } else {
    rollBack(pass, candidate, failure);
  }
}

/**
 * The old deployment becomes PRIMARY again under its own id; the failed one stays listed while its tasks go
 * (dg/deployment-circuit-breaker).
 */
function rollBack(pass: Pass, candidate: Deployment, failure: DeploymentFailure): void {
  const { primary: failed, service, now } = pass;
  service.lastCompleted = undefined;
  failed.status = "ACTIVE";
  candidate.status = "PRIMARY";
  candidate.rolloutState = "IN_PROGRESS";
  candidate.rolloutStateReason = failure.rollbackReason(candidate.id);
  candidate.updatedAt = now;
  candidate.breaker = freshBreaker();
  candidate.launch = { failures: 0, notBefore: 0 };
  service.deployments = [candidate, ...service.deployments.filter((d) => d !== candidate)];
  service.taskDefinition = candidate.revision.taskDefinition;
  service.settings = candidate.revision.settings;
  say(pass, eventTexts.rollingBack(service.name, candidate.id), 1);
  const { serviceDeployment } = failed;
  serviceDeployment.status = "ROLLBACK_IN_PROGRESS";
  serviceDeployment.statusReason = failure.statusReason;
  serviceDeployment.rollback = {
    reason: failure.statusReason,
    startedAt: now,
    revision: candidate.revision,
  };
  service.rollback = { serviceDeployment };
}

/**
 * StopServiceDeployment asked for a rollback of PRIMARY: too late where PRIMARY is complete (dg/service-deployment,
 * dg/stop-service-deployment).
 */
export function honourStopRequest(pass: Pass): boolean {
  const { primary } = pass;
  if (primary.serviceDeployment.status !== "ROLLBACK_REQUESTED") return false;
  if (primary.rolloutState !== "IN_PROGRESS") return false;
  advanceStages(pass);
  if (isComplete(pass)) return false;
  failDeployment(pass, {
    event: "deployment failure",
    reason: rolloutReasons.stopped,
    rollback: true,
    rollbackReason: rolloutReasons.stopRollback,
    statusReason: "Service deployment rolled back because it was stopped by the user.",
    by: "user",
  });
  return true;
}

/** Ends superseded deployments, and failed ones without rollback, as STOPPED (dg/service-deployment). */
export function settleStoppedDeployments({ service, now }: Pass): void {
  // Only the newest few can be unfinished: no more than five deployments exist at once.
  for (const serviceDeployment of service.serviceDeployments.slice(0, 8)) {
    if (serviceDeployment.status !== "STOP_REQUESTED") continue;
    endServiceDeployment(serviceDeployment, "STOPPED", now);
  }
}
