import type { RegisteredTarget, TargetGroup } from "../state/targetGroup";

/**
 * The targets that get requests: the healthy ones, or without any the unhealthy ones. A load balancer whose checks all
 * fail fails open (ELB user guide, "Health checks for Application Load Balancer target groups").
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
