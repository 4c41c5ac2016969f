import type { Listener, LoadBalancer } from "./state/loadBalancer";
import type { TargetGroup } from "./state/targetGroup";

/** The records of load balancing, by ARN. */
export class ElbStore {
  readonly loadBalancers = new Map<string, LoadBalancer>();
  readonly targetGroups = new Map<string, TargetGroup>();

  listeners(): Listener[] {
    return [...this.loadBalancers.values()].flatMap(({ listeners }) => [...listeners]);
  }

  /** The load balancers of which a listener forwards to the group. */
  balancersOf(group: TargetGroup): LoadBalancer[] {
    return [...this.loadBalancers.values()].filter(({ listeners }) =>
      [...listeners].some((listener) => forwardsTo(listener, group)),
    );
  }

  inUse(group: TargetGroup): boolean {
    return this.balancersOf(group).length > 0;
  }
}

function forwardsTo({ defaultActions }: Listener, { arn }: TargetGroup): boolean {
  return defaultActions.some((action) => action.TargetGroupArn === arn);
}
