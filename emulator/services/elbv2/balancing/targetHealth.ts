import type { HealthCheckSettings } from "../state/healthCheck";
import type { TargetHealth } from "../state/targetGroup";
import type { CheckResult } from "./backend";

/** The findings of health checks about a target so far. */
export interface CheckedHealth {
  health: TargetHealth;
  /** Checks in a row that passed or failed. */
  passes: number;
  failures: number;
}

/** The health of targets in states that don't come from a check, as DescribeTargetHealth shows it. */
export const uncheckedHealth = {
  registering: {
    state: "initial",
    reason: "Elb.RegistrationInProgress",
    description: "Target registration is in progress",
  },
  checking: {
    state: "initial",
    reason: "Elb.InitialHealthChecking",
    description: "Initial health checks in progress",
  },
  draining: {
    state: "draining",
    reason: "Target.DeregistrationInProgress",
    description: "Target deregistration is in progress",
  },
  notRegistered: {
    state: "unused",
    reason: "Target.NotRegistered",
    description: "Target is not registered to the target group",
  },
  notInUse: {
    state: "unused",
    reason: "Target.NotInUse",
    description: "Target group is not configured to receive traffic from the load balancer",
  },
} as const satisfies Record<string, TargetHealth>;

/**
 * A target's health after one more check. A new target is healthy after its first passed check; from then on the
 * thresholds count (ELB user guide, "Health checks for Application Load Balancer target groups").
 */
export function afterCheck(
  before: CheckedHealth,
  outcome: CheckResult["outcome"],
  settings: Pick<HealthCheckSettings, "matcher" | "healthyThreshold" | "unhealthyThreshold">,
): CheckedHealth {
  if (passes(outcome, settings.matcher)) {
    const needed = before.health.state === "initial" ? 1 : settings.healthyThreshold;
    const count = before.passes + 1;
    const health: TargetHealth = count >= needed ? { state: "healthy" } : before.health;
    return { health, passes: count, failures: 0 };
  }
  const count = before.failures + 1;
  const fallen = before.health.state === "unhealthy" || count >= settings.unhealthyThreshold;
  return { health: fallen ? unhealthy(outcome) : before.health, passes: 0, failures: count };
}

function passes(outcome: CheckResult["outcome"], matcher: string): boolean {
  if (typeof outcome === "string") return outcome === "pass";
  return matcher.split(",").some((part) => {
    const [from = NaN, to = from] = part.split("-").map(Number);
    return outcome >= from && outcome <= to;
  });
}

function unhealthy(outcome: CheckResult["outcome"]): TargetHealth {
  const state = "unhealthy";
  if (typeof outcome === "number") {
    const description = `Health checks failed with these codes: [${outcome}]`;
    return { state, reason: "Target.ResponseCodeMismatch", description };
  }
  return outcome === "timeout"
    ? { state, reason: "Target.Timeout", description: "Request timed out" }
    : { state, reason: "Target.FailedHealthChecks", description: "Health checks failed" };
}
