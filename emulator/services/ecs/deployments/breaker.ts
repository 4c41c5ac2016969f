import { breakerThreshold } from "./breakerThreshold";
import { digestAttempts } from "./digests";
import { rolloutReasons } from "../scheduler/eventTexts";
import type { DeploymentFailure } from "./failDeployment";
import { launchNeed } from "../tasks/launchTasks";
import type { Pass } from "../scheduler/pass";

/**
 * Whether the circuit breaker ends the deployment in this pass. Live, one more task is started between the failure
 * that reaches the threshold and the end: the breaker looks after the next launch, unless there is none.
 */
export function breakerTripped(pass: Pass): DeploymentFailure | undefined {
  const { service, primary } = pass;
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  const threshold = breaker ? breakerThreshold(breaker, service.desiredCount) : 0;
  if (primary.rolloutState !== "IN_PROGRESS") return undefined;
  primary.serviceDeployment.breakerThreshold = threshold;
  if (!breaker?.enable || !primary.begun) return undefined;
  const unresolved = primary.revision.digestAttempts >= digestAttempts;
  primary.breaker.reached = primary.breaker.failures >= threshold || unresolved;
  if (!primary.breaker.reached) {
    primary.breaker.triedSince = false;
    return undefined;
  }
  const { wanted, room } = launchNeed(pass, primary);
  if (!primary.breaker.triedSince && wanted > 0 && room > 0) return undefined;
  return {
    event: "tasks failed to start",
    reason: rolloutReasons.breaker,
    rollback: breaker.rollback,
    rollbackReason: rolloutReasons.breakerRollback,
    statusReason:
      "Service deployment rolled back because the circuit breaker threshold was exceeded.",
    by: "breaker",
  };
}
