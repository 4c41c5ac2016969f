import { deregistrationDelay } from "../balancing/drain";
import { validationError } from "../errors";
import type { TargetGroupAttribute } from "../shapes";

/** Those of a new target group of instances or addresses, as AWS lists them. */
const defaults: Readonly<Record<string, string>> = {
  [deregistrationDelay]: "300",
  "stickiness.enabled": "false",
  "stickiness.type": "lb_cookie",
  "stickiness.lb_cookie.duration_seconds": "86400",
  "stickiness.app_cookie.cookie_name": "",
  "stickiness.app_cookie.duration_seconds": "86400",
  "slow_start.duration_seconds": "0",
  "load_balancing.algorithm.type": "round_robin",
  "load_balancing.algorithm.anomaly_mitigation": "off",
  "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
  "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
};

export const defaultAttributes = (): Map<string, string> => new Map(Object.entries(defaults));

/** @throws ValidationError for a key that AWS doesn't know, or an invalid delay */
export function checkAttributes(attributes: readonly TargetGroupAttribute[]): void {
  for (const { Key = "", Value = "" } of attributes) {
    if (!Object.hasOwn(defaults, Key)) {
      throw validationError(`Target group attribute key '${Key}' is not recognized`);
    }
    const delay = /^\d+$/.test(Value) ? Number(Value) : NaN;
    if (Key === deregistrationDelay && !(delay <= 3600)) {
      throw validationError(`'${Key}' must be an integer between '0' and '3600' inclusive`);
    }
  }
}
