import type { Task } from "@aws-sdk/client-ecs";
import type { ContainerLogs } from "../../../contract/evidence";

/** A command to run once in a task, and to judge by its exit code. */
export interface TaskRunRequest {
  cluster: string;
  /** Where network, launch type or capacity providers and platform version come from. */
  service: string;
  taskDefinition: string;
  /** The container whose exit code decides. */
  container: string;
  command: readonly string[];
  /** Instead of the service's. */
  network?: TaskNetwork;
  /**
   * At most 128 characters; one name for all one-off tasks that must not run at the same time. Under
   * it the task of an earlier run is found again.
   */
  startedBy: string;
  /** Seconds from its start until it is stopped; so long is also waited for room, and for others. */
  timeout: number;
  /** Run also where the same command has succeeded in the same revision: its image may be another. */
  always?: boolean;
}

export interface TaskNetwork {
  subnets: readonly string[];
  securityGroups?: readonly string[];
  assignPublicIp?: boolean;
}

export interface TaskRunProgress {
  /** `waiting`: for another task of the same name to end. */
  phase: "waiting" | "started" | "running";
  taskArn: string;
  /** ECS's `lastStatus`. */
  status: string;
  /** What is waited for. */
  reason?: string;
}

export interface TaskRunResult {
  succeeded: boolean;
  taskArn: string;
  exitCode?: number;
  /** One sentence. */
  reason: string;
  /** True when a task of an earlier run was found. */
  found: boolean;
  task: Task;
  /** What the container wrote at last, where it ran in this run and logs are read. */
  logs?: ContainerLogs;
}
