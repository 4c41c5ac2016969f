import type {
  CreateServiceRequest,
  DeploymentConfiguration,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStatus,
  DeploymentRolloutState,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
} from "../shapes";
import type { Task } from "./task";
import type { TaskDefinition } from "./taskDefinition";

/** The members of a service that a deployment fixes: changing one of them needs a new revision (api/UpdateService). */
export type RevisionSettings = Pick<
  CreateServiceRequest,
  | "launchType"
  | "capacityProviderStrategy"
  | "platformVersion"
  | "networkConfiguration"
  | "loadBalancers"
  | "serviceRegistries"
  | "serviceConnectConfiguration"
  | "volumeConfigurations"
  | "vpcLatticeConfigurations"
>;

/** What a deployment brings: fixed when it is made, but for the digests. */
export interface ServiceRevision {
  arn: string;
  /** Those of the deployment `ecs-svc/N` that it was made for. */
  digits: string;
  taskDefinition: TaskDefinition;
  settings: RevisionSettings;
  /** By container, once the first task has established them (dg/deployment-type-ecs). */
  digests: Map<string, string>;
  /** `open`: one task at a time until digests are known; `settled`: known, or not wanted, or given up. */
  digestState: "open" | "settled";
  digestAttempts: number;
  createdAt: number;
}

/** An entry of `services[].deployments[]`. */
export interface Deployment {
  /** `ecs-svc/N`. */
  id: string;
  status: "PRIMARY" | "ACTIVE" | "DRAINING" | "INACTIVE";
  revision: ServiceRevision;
  desiredCount: number;
  runningCount: number;
  pendingCount: number;
  /** As DescribeServices shows it: 0 again, and no longer counted, after the first healthy task (api/Deployment). */
  failedTasks: number;
  rolloutState: DeploymentRolloutState;
  rolloutStateReason: string;
  createdAt: number;
  updatedAt: number;
  /** Those that are not STOPPED. */
  tasks: Set<Task>;
  /** Failed, and not yet counted by a pass. */
  unjudged: Task[];
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
  /** Counts of its revisions as they stay, where its old tasks go only after its end. */
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
 * A stage's PAUSE hook: holds the deployment until somebody acts on it, or it times out
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
