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

export const noEvidence: Evidence = { stoppedTasks: [], alarms: [], events: [] };
