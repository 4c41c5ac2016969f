import type { Task } from "../state/task";
import type { Target } from "./targetGroups";

/** Where a service's task is registered, by its deployment's load balancers. */
export function targetsOf(task: Task): Target[] {
  const balancers = task.deployment?.revision.settings.loadBalancers ?? [];
  return balancers.flatMap(({ targetGroupArn: group, containerName = "", containerPort = 0 }) =>
    group === undefined ? [] : [{ task, group, container: containerName, port: containerPort }],
  );
}
