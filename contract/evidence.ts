/** What was seen of a rollout that explains its outcome. Plain JSON, no values of variables. */
export interface Evidence {
  /** Stopped tasks of this deployment, most frequent reason first. */
  stoppedTasks: StoppedTasks[];
  breaker?: { failures: number; threshold: number };
  /** Names of the alarms that fired. */
  alarms: string[];
  /** ECS's own words about the deployment (`statusReason` or `rolloutStateReason`). */
  statusReason?: string;
  /** The last service events since the deployment began, newest first. */
  events: string[];
  /** The last lines of the container that failed, secrets masked, or where else they went. */
  logs?: ContainerLogs;
  /** Unhealthy targets of load balancers, most frequent reason first. */
  targets: UnhealthyTargets[];
  /** Why ECS could not place tasks, in its own words. */
  capacity: string[];
  /** What to do, for reasons that are known. Sentences. */
  hints: string[];
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
