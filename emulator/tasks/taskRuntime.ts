import type { TaskDefinition } from "../services/ecs/state/taskDefinition";

/**
 * The port between the scheduler and what runs a task's containers.
 *
 * The scheduler owns the task's record and life cycle; `TaskLifecycle` (taskLifecycle.ts) decides which container is
 * pulled, started and stopped when (dependsOn, essential, startTimeout); a runtime only carries that out and reports
 * events. So simulated tasks and real containers obey the same rules.
 *
 * For an implementation:
 * - Methods return at once. Nothing is reported from inside a call: report later, in any order, at most once each
 *   (`health` may repeat).
 * - Times in a task definition (stopTimeout, health check intervals) are emulated seconds: divide them by the clock's scale.
 * - After `remove` nothing but `removed` is reported, and nothing of the task is left: no container, network or file.
 * - Failure texts are what ECS shows, e.g. `CannotPullContainerError: …` (dg/service-event-messages-list,
 *   dg/stopped-task-error-codes).
 */
export interface TaskRuntime {
  /** e.g. `docker`, `simulated`. */
  readonly name: string;
  /** Why the task can't be placed now, where it can't: the reason and cause as RunTask's `failures` give them. */
  refuse?(task: TaskSpec): { reason: string; arn?: string } | undefined;
  /** What a task definition wants that the runtime never carries out on this machine, as a text for its author. */
  forbids?(definition: TaskDefinition["content"]): string | undefined;
  /** Makes what the task's containers share (network, address, volumes, secrets), then reports `provisioned`. */
  launch(task: TaskSpec, events: TaskEvents): LaunchedTask;
  /** What a container uses of the machine, as Docker's API gives it, where the runtime knows. */
  stats?(taskArn: string, container: string): Promise<unknown>;
  /** Removes every task; afterwards nothing is left. */
  close(): Promise<void>;
}

/** One task in a runtime's hands. */
export interface LaunchedTask {
  /** Reports `pulled` or `pullFailed`. Called after `provisioned`, once a container. */
  pull(container: string): void;
  /**
   * Creates and starts the container; reports `started` or `startFailed`, and later `exited`. Called after `pulled`.
   */
  start(container: string): void;
  /**
   * SIGTERM (or the image's STOPSIGNAL), and SIGKILL after `timeout` seconds; reports `exited`. No effect on a
   * container that doesn't run.
   */
  stop(container: string, timeout: number): void;
  /** Removes all that belongs to the task, ending pulls and whatever still runs; reports `removed`. */
  remove(): void;
}

/** What the runtime reports. `container` is a name of the task definition. */
export interface TaskEvents {
  provisioned(address: TaskAddress): void;
  /** e.g. `ResourceInitializationError: unable to pull secrets or registry auth: …`. The task then stops. */
  provisionFailed(reason: string): void;
  pulled(container: string, image: PulledImage): void;
  /** e.g. `CannotPullContainerError: …`. */
  pullFailed(container: string, reason: string): void;
  started(container: string, started: StartedContainer): void;
  /** e.g. `CannotStartContainerError: …`. */
  startFailed(container: string, reason: string): void;
  exited(container: string, exit: ContainerExit): void;
  /** Of containers that have a `healthCheck` in the task definition. */
  health(container: string, status: "HEALTHY" | "UNHEALTHY"): void;
  removed(): void;
}

export interface TaskAddress {
  privateIpv4Address?: string;
  /** Published ports, where containers are reached through the host instead of an address of their own. */
  ports?: { container: string; containerPort: number; hostPort: number; protocol: "tcp" | "udp" }[];
}

export interface PulledImage {
  /** `sha256:…` of the manifest (or index) that the reference named. */
  digest?: string;
}

export interface StartedContainer {
  runtimeId?: string;
  /** As in `TaskAddress`, for a runtime that learns its ports only now. */
  ports?: TaskAddress["ports"];
}

export interface ContainerExit {
  exitCode: number;
  /** e.g. `OutOfMemoryError: Container killed due to memory usage`. */
  reason?: string;
}

/** A task to run: the task definition with the overrides of RunTask already merged in. */
export interface TaskSpec {
  taskArn: string;
  /** The last part of the ARN: 32 hex digits. */
  taskId: string;
  clusterArn: string;
  clusterName: string;
  family: string;
  revision: number;
  /** Of the service whose task it is. */
  serviceName?: string;
  startedBy?: string;
  launchType: "EC2" | "FARGATE" | "EXTERNAL" | "MANAGED_INSTANCES";
  availabilityZone: string;
  networkMode?: string;
  taskRoleArn?: string;
  /** A UUID that names the task role's credentials at the task endpoint; absent without a role. */
  credentialsId?: string;
  executionRoleArn?: string;
  /** CPU units and MiB, as strings of digits, where the task definition has them. */
  cpu?: string;
  memory?: string;
  volumes: readonly { name?: string; host?: { sourcePath?: string } }[];
  containers: readonly ContainerSpec[];
}

/** The members of a container definition that decide how a container runs. Everything else is in `definition`. */
export interface ContainerSpec {
  name: string;
  /** By digest where the service's deployment has established one. */
  image: string;
  essential: boolean;
  command?: string[];
  entryPoint?: string[];
  environment: { name: string; value: string }[];
  secrets: { name: string; valueFrom: string }[];
  portMappings: { containerPort: number; hostPort?: number; protocol?: "tcp" | "udp" }[];
  healthCheck?: ContainerHealthCheck;
  /** In seconds; the life cycle applies it. */
  stopTimeout: number;
  dependsOn: { containerName: string; condition: "START" | "COMPLETE" | "SUCCESS" | "HEALTHY" }[];
  /** In seconds, bounds the wait of the containers that depend on this one. */
  startTimeout?: number;
  /** The whole container definition as registered (logConfiguration, mountPoints, user, firelensConfiguration …). */
  definition: Readonly<Record<string, unknown>>;
}

/** Seconds, defaults of ECS filled in. */
export interface ContainerHealthCheck {
  /** First element `CMD` or `CMD-SHELL`. */
  command: string[];
  interval: number;
  timeout: number;
  retries: number;
  startPeriod: number;
}
