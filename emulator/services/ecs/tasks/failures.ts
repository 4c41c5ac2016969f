import type { Deployment } from "../state/deployment";
import { launchDelay } from "../scheduler/pace";
import type { Pass } from "../scheduler/pass";

/** Makes the deployment's next launch wait, longer after each failure in a row. */
export function delayLaunch({ now }: Pass, deployment: Deployment): void {
  deployment.launch.failures++;
  deployment.launch.notBefore = now + launchDelay(deployment.launch.failures);
}

/** Counts a failed task against its deployment, while that is in progress. */
export function countFailure(deployment: Deployment): void {
  if (deployment.rolloutState !== "IN_PROGRESS") return;
  deployment.breaker.failures++;
  if (!deployment.everHealthy) deployment.failedTasks++;
}
