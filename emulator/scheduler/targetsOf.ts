import type { Task } from "../state/task";
import type { Target } from "./targetGroups";

/** Where a service's task is registered, by its deployment's load balancers. */
export function targetsOf(task: Task): Target[] {
  const balancers = task.deployment?.revision.settings.loadBalancers ?? [];
  return balancers.flatMap((balancer) => {
    const group = balancer.targetGroupArn ?? balancer.loadBalancerName;
    return group === undefined ? [] : [{ task, group, port: balancer.containerPort ?? 0 }];
  });
}
