import type { ContainerSpec } from "../taskRuntime";
import type { ContainerDefinition } from "../../services/ecs/shapes";
import type { Task, TaskContainer } from "../../services/ecs/state/task";

/**
 * A task as its containers see it, in the words of the task metadata endpoint version 4
 * (dg/task-metadata-endpoint-v4-fargate-response).
 */
export function taskMetadata(task: Task, { tags = false } = {}): Record<string, unknown> {
  const { spec } = task;
  return {
    Cluster: spec.launchType === "FARGATE" ? spec.clusterArn : spec.clusterName,
    ServiceName: spec.serviceName,
    TaskARN: task.arn,
    Family: spec.family,
    Revision: String(spec.revision),
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.lastStatus,
    Limits: taskLimits(task),
    PullStartedAt: time(task.pullStartedAt),
    PullStoppedAt: time(task.pullStoppedAt),
    ExecutionStoppedAt: time(task.executionStoppedAt),
    AvailabilityZone: spec.availabilityZone,
    LaunchType: spec.launchType,
    TaskTags: tags
      ? Object.fromEntries(task.tags.map(({ key = "", value = "" }) => [key, value]))
      : undefined,
    Containers: task.containers.map((container) => containerMetadata(task, container)),
  };
}

/** One container, as it sees itself. */
export function containerMetadata(task: Task, container: TaskContainer): Record<string, unknown> {
  const spec = task.spec.containers.find(({ name }) => name === container.name);
  const definition = (spec?.definition ?? {}) as ContainerDefinition;
  const address = task.address.privateIpv4Address;
  return {
    DockerId: container.runtimeId,
    Name: container.name,
    DockerName: container.name,
    Image: container.image,
    ImageID: container.digest,
    Ports: ports(spec),
    Labels: { ...definition.dockerLabels, ...containerLabels(task, container) },
    DesiredStatus: task.desiredStatus,
    KnownStatus: knownStatus(container),
    ExitCode: container.exitCode,
    Limits: { CPU: definition.cpu ?? 0, Memory: definition.memory },
    CreatedAt: time(container.startedAt),
    StartedAt: time(container.startedAt),
    FinishedAt: time(container.stoppedAt),
    Type: "NORMAL",
    LogDriver: definition.logConfiguration?.logDriver,
    LogOptions: logOptions(task, container, definition),
    ContainerARN: container.arn,
    Health: spec?.healthCheck && { status: container.healthStatus },
    Networks: [
      {
        NetworkMode: task.spec.networkMode ?? "bridge",
        IPv4Addresses: address === undefined ? [] : [address],
      },
    ],
  };
}

function taskLimits({ spec }: Task): { CPU?: number; Memory?: number } | undefined {
  if (spec.cpu === undefined && spec.memory === undefined) return undefined;
  return {
    CPU: spec.cpu === undefined ? undefined : Number(spec.cpu) / 1024,
    Memory: spec.memory === undefined ? undefined : Number(spec.memory),
  };
}

function containerLabels({ spec, arn }: Task, { name }: TaskContainer): Record<string, string> {
  return {
    "com.amazonaws.ecs.cluster": spec.launchType === "FARGATE" ? spec.clusterArn : spec.clusterName,
    "com.amazonaws.ecs.container-name": name,
    "com.amazonaws.ecs.task-arn": arn,
    "com.amazonaws.ecs.task-definition-family": spec.family,
    "com.amazonaws.ecs.task-definition-version": String(spec.revision),
  };
}

function ports(spec?: ContainerSpec): object[] | undefined {
  if (!spec || spec.portMappings.length === 0) return undefined;
  return spec.portMappings.map(({ containerPort, protocol = "tcp" }) => ({
    ContainerPort: containerPort,
    Protocol: protocol,
  }));
}

/** In the words of ECS's agent, which knows more states of a container than ECS's API. */
function knownStatus({ lastStatus, digest }: TaskContainer): string {
  if (lastStatus !== "PENDING") return lastStatus;
  return digest === undefined ? "NONE" : "PULLED";
}

/** With the stream, which the task definition gives only the prefix of. */
function logOptions(
  task: Task,
  { name }: TaskContainer,
  { logConfiguration }: ContainerDefinition,
): Record<string, string> | undefined {
  const { "awslogs-stream-prefix": prefix, ...options } = logConfiguration?.options ?? {};
  if (prefix === undefined) return logConfiguration?.options;
  return { ...options, "awslogs-stream": `${prefix}/${name}/${task.id}` };
}

const time = (at?: number) => (at === undefined ? undefined : new Date(at).toISOString());
