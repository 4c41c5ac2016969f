import type { DeploymentCircuitBreaker } from "../shapes";

/** How many failures end a deployment of `desired` tasks (dg/deployment-circuit-breaker). */
export function breakerThreshold(breaker: DeploymentCircuitBreaker, desired: number): number {
  const { type, value } = breaker.thresholdConfiguration ?? { type: "BOUNDED_PERCENT", value: 50 };
  if (type === "COUNT") return value;
  const share = Math.ceil((desired * value) / 100);
  return type === "BOUNDED_PERCENT" ? Math.min(200, Math.max(3, share)) : Math.max(1, share);
}
