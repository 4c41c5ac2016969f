import type { Task } from "../state/task";

/** The port to load balancers: what a service's tasks are registered in. */
export interface TargetGroups {
  /** Begins the target's health checks; `changed` is called whenever `health` would answer otherwise. */
  register(target: Target, changed: () => void): void;
  health(target: Target): TargetHealth;
  /** Takes the target out and drains it; then calls `done`. */
  deregister(target: Target, done: () => void): void;
}

export interface Target {
  task: Task;
  /** The target group's ARN, or a Classic Load Balancer's name. */
  group: string;
  port: number;
}

export type TargetHealth =
  | { state: "initial" | "healthy" }
  /** e.g. `Health checks failed with these codes: [503]`. */
  | { state: "unhealthy"; reason: string };
