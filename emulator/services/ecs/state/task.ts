import type { TaskAddress, TaskSpec } from "../../../tasks/taskRuntime";
import type { HealthStatus, Tag, TaskOverride, TaskStopCode } from "../shapes";
import type { Cluster } from "./cluster";
import type { ServiceRevision } from "./serviceRevision";
import type { TaskDefinition } from "./taskDefinition";

export type TaskStatus =
  | "PROVISIONING"
  | "PENDING"
  | "ACTIVATING"
  | "RUNNING"
  | "DEACTIVATING"
  | "STOPPING"
  | "DEPROVISIONING"
  | "STOPPED";

/** A task's record. Its `TaskLifecycle` (tasks/taskLifecycle.ts) changes it. */
export interface Task {
  id: string;
  arn: string;
  cluster: Cluster;
  taskDefinition: TaskDefinition;
  spec: TaskSpec;
  /** `service:NAME` or `family:NAME`, or what RunTask named. */
  group: string;
  startedBy?: string;
  overrides: TaskOverride;
  tags: Tag[];
  capacityProvider?: string;
  platformVersion?: string;
  subnet?: string;
  enableExecuteCommand: boolean;
  attachmentId: string;
  /** Of a service's task. */
  deployment?: TaskOwner;
  lastStatus: TaskStatus;
  desiredStatus: "RUNNING" | "STOPPED";
  version: number;
  containers: TaskContainer[];
  healthStatus: HealthStatus;
  address: TaskAddress;
  stopCode?: TaskStopCode;
  stoppedReason?: string;
  createdAt: number;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  executionStoppedAt?: number;
  stoppedAt?: number;
  /** The scheduler's findings about a service's task. */
  service?: ServiceTaskState;
}

/** The part of a deployment that its tasks refer to. */
export interface TaskOwner {
  /** `ecs-svc/N`. */
  id: string;
  revision: ServiceRevision;
  /** Those that are not STOPPED. */
  tasks: Set<Task>;
  /** Failed, and not yet counted by a pass. */
  unjudged: Task[];
  runningCount: number;
  pendingCount: number;
}

export interface TaskContainer {
  name: string;
  arn: string;
  image: string;
  digest?: string;
  runtimeId?: string;
  startedAt?: number;
  stoppedAt?: number;
  lastStatus: "PENDING" | "RUNNING" | "STOPPED";
  /** Absent if the container never ran. */
  exitCode?: number;
  reason?: string;
  healthStatus: HealthStatus;
}

export interface ServiceTaskState {
  /** Met the service's definition of healthy at the last pass (api/DeploymentConfiguration). */
  healthy: boolean;
  /** Found unhealthy: to be replaced. */
  unhealthy: boolean;
  /** The target group whose health checks found it so, where one did. */
  unhealthyIn?: string;
  /** Put into its deployment's target groups. */
  registered: boolean;
  /** Its failure was counted against its deployment. */
  failed: boolean;
}
