import type { Task } from "../state/task";

/** The port to load balancing: the target groups in which a service's tasks are registered. */
export interface TargetGroups {
  /** The facts about a target group that decide whether a service can use it; undefined for an unknown group. */
  use(group: string): TargetGroupUse | undefined;
  /** Begins the target's health checks; `changed` is called whenever `health` would answer otherwise. */
  register(target: Target, changed: () => void): void;
  health(target: Target): TargetHealth;
  /** Takes the target out and drains it; then calls `done`. */
  deregister(target: Target, done: () => void): void;
}

export interface TargetGroupUse {
  targetType: "instance" | "ip";
  /** A load balancer forwards to it. */
  balanced: boolean;
}

export interface Target {
  task: Task;
  /** The target group's ARN. */
  group: string;
  container: string;
  port: number;
}

export type TargetHealth =
  | { state: "initial" | "healthy" }
  /** e.g. `Health checks failed with these codes: [503]`. */
  | { state: "unhealthy"; reason: string };

/** Where a service's task is registered, by its deployment's load balancers. */
export function targetsOf(task: Task): Target[] {
  const balancers = task.deployment?.revision.settings.loadBalancers ?? [];
  return balancers.flatMap(({ targetGroupArn: group, containerName = "", containerPort = 0 }) =>
    group === undefined ? [] : [{ task, group, container: containerName, port: containerPort }],
  );
}
