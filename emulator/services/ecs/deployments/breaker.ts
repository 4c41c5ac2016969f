import type { DeploymentCircuitBreaker } from "../shapes";
import type { BreakerState } from "../state/deployment";
import { digestAttempts } from "./digests";
import { rolloutReasons } from "../scheduler/eventTexts";
import type { DeploymentFailure } from "./deploymentFailure";
import { launchNeed } from "../tasks/launchTasks";
import type { Pass } from "../scheduler/pass";

/**
 * Whether the circuit breaker ends the deployment in this pass. As seen live, ECS starts one more task
 * after the failure that reaches the threshold, so the breaker waits for the next launch where one is possible.
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

/** How many failures end a deployment of `desired` tasks (dg/deployment-circuit-breaker). */
export function breakerThreshold(breaker: DeploymentCircuitBreaker, desired: number): number {
  const { type, value } = breaker.thresholdConfiguration ?? { type: "BOUNDED_PERCENT", value: 50 };
  if (type === "COUNT") return value;
  const share = Math.ceil((desired * value) / 100);
  return type === "BOUNDED_PERCENT" ? Math.min(200, Math.max(3, share)) : Math.max(1, share);
}

/** The breaker of a deployment that has no failed task yet. */
export const freshBreaker = (): BreakerState => ({
  failures: 0,
  reached: false,
  triedSince: false,
});
