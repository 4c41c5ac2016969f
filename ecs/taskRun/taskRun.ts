import type { Task } from "@aws-sdk/client-ecs";
import type { ContainerLogs } from "../rollout/evidence";

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
  /** At most 128 characters; a task that was started under this name is found again, not repeated. */
  startedBy: string;
  /** Seconds until the task is stopped. */
  timeout: number;
}

export interface TaskNetwork {
  subnets: readonly string[];
  securityGroups?: readonly string[];
  assignPublicIp?: boolean;
}

export interface TaskRunProgress {
  phase: "started" | "running";
  taskArn: string;
  /** ECS's `lastStatus`. */
  status: string;
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
