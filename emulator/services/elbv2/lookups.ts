import type { Listener, LoadBalancer } from "./state/loadBalancer";
import type { RegisteredTarget, TargetGroup } from "./state/targetGroup";
import type { Elb } from "./elb";
import { listenerNotFound, loadBalancerNotFound, targetGroupNotFound } from "./errors";
import type { TargetDescription } from "./shapes";

/** @throws TargetGroupNotFound */
export function targetGroupOf({ store }: Elb, arn: string): TargetGroup {
  const group = store.targetGroups.get(arn);
  if (!group) throw targetGroupNotFound();
  return group;
}

/** @throws LoadBalancerNotFound */
export function loadBalancerOf({ store }: Elb, arn: string): LoadBalancer {
  const balancer = store.loadBalancers.get(arn);
  if (!balancer) throw loadBalancerNotFound();
  return balancer;
}

/** @throws ListenerNotFound */
export function listenerOf({ store }: Elb, arn: string): Listener {
  const listener = store.listeners().find((l) => l.arn === arn);
  if (!listener) throw listenerNotFound();
  return listener;
}

/** The targets of a group that a description means: those of its port, or of any. */
export function targetsLike(
  { targets }: TargetGroup,
  { Id, Port }: TargetDescription,
): RegisteredTarget[] {
  return [...targets].filter(
    (target) => target.id === Id && (Port === undefined || target.port === Port),
  );
}
