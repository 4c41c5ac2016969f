import type {
  DeploymentConfiguration,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStatus,
  DeploymentRolloutState,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
} from "../shapes";
import type { ServiceRevision } from "./serviceRevision";
import type { TaskOwner } from "./task";

/** An entry of `services[].deployments[]`. */
export interface Deployment extends TaskOwner {
  status: "PRIMARY" | "ACTIVE" | "DRAINING" | "INACTIVE";
  desiredCount: number;
  /** As DescribeServices shows it: 0 again, and no longer counted, after the first healthy task (api/Deployment). */
  failedTasks: number;
  rolloutState: DeploymentRolloutState;
  rolloutStateReason: string;
  createdAt: number;
  updatedAt: number;
  /** The scheduler has taken it up: before, PRIMARY shows a desired count of 0. */
  begun: boolean;
  /** One of its tasks was healthy. */
  everHealthy: boolean;
  breaker: BreakerState;
  launch: LaunchState;
  serviceDeployment: ServiceDeployment;
}

export interface BreakerState {
  /** Failures by the breaker's own count: consecutive, or all with resetOnHealthyTask false. */
  failures: number;
  /** At the last look, they were as many as the threshold. */
  reached: boolean;
  /**
   * A launch was tried after the threshold was reached: now the deployment may fail (dg/deployment-circuit-breaker).
   */
  triedSince: boolean;
}

export interface LaunchState {
  /** Consecutive tasks that stopped before RUNNING. */
  failures: number;
  /** No launch before this instant. */
  notBefore: number;
}

/** What List- and DescribeServiceDeployments show. */
export interface ServiceDeployment {
  arn: string;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  createdAt: number;
  updatedAt: number;
  startedAt?: number;
  finishedAt?: number;
  stoppedAt?: number;
  /** As they were when it was made. */
  sources: { revision: ServiceRevision; deployment: Deployment }[];
  target: Deployment;
  deploymentConfiguration: DeploymentConfiguration;
  rollback?: { reason: string; startedAt: number; revision: ServiceRevision };
  breakerStatus: ServiceDeploymentRollbackMonitorsStatus;
  breakerThreshold: number;
  alarms: AlarmMonitor;
  /** From the scheduler's first pass on; where it ended, afterwards. */
  stage?: ServiceDeploymentLifecycleStage;
  /** Of the stages so far. */
  hooks: PauseHook[];
  /** When the bake time is over, once it has begun. */
  bakeEnds?: number;
  /** The counts of its revisions at its end, where old tasks stop only afterwards. */
  frozen?: ReadonlyMap<Deployment, RevisionCounts>;
}

/** How a deployment watches CloudWatch's alarms (dg/deployment-alarm-failure). */
export interface AlarmMonitor {
  status: ServiceDeploymentRollbackMonitorsStatus;
  names: readonly string[];
  /** In ALARM before the deployment: they don't count. */
  ignored: ReadonlySet<string>;
  /** One of the deployment's tasks has run: from here on they count. */
  begun: boolean;
  triggered: string[];
}

/**
 * A stage's PAUSE hook: holds the deployment until ContinueServiceDeployment or its time-out ends it
 * (dg/deployment-lifecycle-hooks).
 */
export interface PauseHook {
  /** `ecs-pause-…`. */
  id: string;
  stage: ServiceDeploymentLifecycleStage;
  status: DeploymentLifecycleHookStatus;
  expiresAt: number;
  timeoutAction: DeploymentLifecycleHookAction;
}

export type RevisionCounts = Pick<Deployment, "desiredCount" | "runningCount" | "pendingCount">;
