import type { RegisteredTarget, TargetGroup } from "../state/targetGroup";

/**
 * Which targets get requests: the healthy ones, and where there is none, the unhealthy ones: a load balancer whose
 * checks all fail fails open (ELB user guide, "Health checks for Application Load Balancer target groups").
 */
export function routableTargets({ targets }: TargetGroup): RegisteredTarget[] {
  const of = (state: string) => [...targets].filter((target) => target.health.state === state);
  const healthy = of("healthy");
  return healthy.length > 0 ? healthy : of("unhealthy");
}

/** The next one in turn. */
export function nextTarget(group: TargetGroup): RegisteredTarget | undefined {
  const targets = routableTargets(group);
  return targets[group.turn++ % targets.length];
}
