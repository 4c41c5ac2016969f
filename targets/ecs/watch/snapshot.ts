import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";

/** The rollout that is watched, by its identity at ECS. */
export interface RolloutTarget {
  /** `ecs-svc/…`. */
  deploymentId: string;
  /** ARN of the task definition that we meant. */
  taskDefinition: string;
  /** AWS's own time of our deployment's creation; never compared with a local clock. */
  createdAt: Date;
}

/** What one poll saw of a service. */
export interface Snapshot {
  /** When ECS was asked; milliseconds on the local clock, for durations only. */
  at: number;
  /** Absent when ECS answered MISSING. */
  service?: Service;
  /** Our ServiceDeployment, where that API is there, allowed, and has it. */
  serviceDeployment?: ServiceDeployment;
}

/** What is remembered of all snapshots of one rollout, so that a verdict needs no more. */
export interface Observation {
  target: RolloutTarget;
  startedAt: number;
  latest: Snapshot | undefined;
  /** Our deployment was in an answer of DescribeServices. */
  seen: boolean;
  /** A stop was asked for (ROLLBACK_REQUESTED), so that a rollback is somebody's wish. */
  stopRequested: boolean;
  /** Why it failed, as far as a snapshot told; kept, as ECS drops the failed deployment later. */
  failure: Failure | undefined;
  /** How often in a row the latest answers said the same about us. */
  repeated: { sight: Sight; times: number };
  /** When the counts, the traffic or the stage last came nearer to the end. */
  progressAt: number;
  progress: Progress;
}

export interface Failure {
  by: "breaker" | "alarm" | "failEarly" | "unknown";
  reason: string;
}

/**
 * How our deployment looks. Some of these can be a stale read of DescribeServices, so they count
 * only when seen again.
 */
export type Sight =
  | "missing service"
  /** Its ServiceDeployment is STOPPED, whatever DescribeServices says. */
  | "stopped"
  | "absent"
  | "primary failed"
  /** Classic Load Balancer: no rolloutState, but alone and at full strength. */
  | "steady without state"
  | "other";

export interface Progress {
  mostRunning: number;
  fewestOthers: number;
  /** The last one told. */
  stage: string;
  /** Percent of the production traffic that goes to ours; 0 for rolling deployments. */
  mostTraffic: number;
}

export function primaryOf(service: Service): Deployment | undefined {
  return service.deployments?.find(({ status }) => status === "PRIMARY");
}

export function deploymentOf(service: Service, id: string): Deployment | undefined {
  return service.deployments?.find((deployment) => deployment.id === id);
}

/** Service events about this deployment carry its id; compared by AWS's own times. */
export function eventsSince({ events = [] }: Service, since: Date): string[] {
  return events
    .filter(({ createdAt }) => createdAt !== undefined && createdAt >= since)
    .map(({ message = "" }) => message);
}
