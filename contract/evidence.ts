/**
 * The observations that explain a rollout's outcome, whatever the kind of target. Plain JSON, no
 * values of variables. Targets without tasks leave what is {@link EcsEvidence} empty.
 */
export interface Evidence extends EcsEvidence {
  /** Names of the alarms that fired. */
  alarms: string[];
  /** AWS's own words about the deployment (ECS: `statusReason` or `rolloutStateReason`). */
  statusReason?: string;
  /** The last events of the target since the deployment began, newest first. */
  events: string[];
  /** The last lines of what failed, secrets masked, or where else they went. */
  logs?: ContainerLogs;
  /** Advice for reasons that are known, as sentences. */
  hints: string[];
}

/** What only ECS tells: of tasks, of their load balancers, and of its circuit breaker. */
export interface EcsEvidence {
  /** Stopped tasks of this deployment, most frequent reason first. */
  stoppedTasks: StoppedTasks[];
  breaker?: { failures: number; threshold: number };
  /** Unhealthy targets of load balancers, most frequent reason first. */
  targets: UnhealthyTargets[];
  /** Why ECS could not place tasks, in its own words. */
  capacity: string[];
}

export type ContainerLogs =
  { container: string; lines: string[] } | { container: string; where: string };

/** Targets that failed for one reason. */
export interface UnhealthyTargets {
  /** ARN, or the name of a Classic Load Balancer. */
  targetGroup: string;
  reason: string;
  count: number;
}

/** Tasks that stopped for one reason. */
export interface StoppedTasks {
  reason: string;
  stopCode?: string;
  container?: string;
  exitCode?: number;
  count: number;
  /** One task to look at. */
  taskArn: string;
}

export const noEvidence: Evidence = {
  stoppedTasks: [],
  alarms: [],
  events: [],
  targets: [],
  capacity: [],
  hints: [],
};
