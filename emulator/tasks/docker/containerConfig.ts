import type { ContainerCreateOptions, HostConfig, MountSettings, Ulimit } from "dockerode";
import {
  containerId,
  credentialsPrefix,
  endpointAddress,
  metadataPrefixes,
} from "../endpoint/endpointAddress";
import type { ContainerSpec, TaskSpec } from "../taskRuntime";
import { isRouted, loggerVariables, routedLogConfig } from "./logging/fireLens";
import { labels } from "./labels";

/** What a container's configuration takes from outside the task definition. */
export interface ContainerSurroundings {
  sandbox: string;
  region: string;
  /** The container whose network namespace the task's containers join. */
  pauseId: string;
  /** Whether the task endpoint can be reached from it. */
  endpoint: boolean;
  /** Of 127.0.0.1, at which the engine finds the task's log router, where there is one. */
  routerPort?: number;
  image: string;
  secrets: readonly { name: string; value: string }[];
  /** Docker's name of a volume of the task. */
  volumeName: (volume: string) => string;
  /** Where a folder of the host really is. */
  hostFolder: (sourcePath: string) => string;
}

/** The members of a container definition beyond ContainerSpec that the engine knows. */
interface Definition {
  cpu?: number;
  memory?: number;
  memoryReservation?: number;
  user?: string;
  workingDirectory?: string;
  privileged?: boolean;
  readonlyRootFilesystem?: boolean;
  pseudoTerminal?: boolean;
  interactive?: boolean;
  dockerLabels?: Record<string, string>;
  mountPoints?: { sourceVolume?: string; containerPath?: string; readOnly?: boolean }[];
  ulimits?: { name: string; softLimit: number; hardLimit: number }[];
  linuxParameters?: {
    capabilities?: { add?: string[]; drop?: string[] };
    initProcessEnabled?: boolean;
    sharedMemorySize?: number;
    tmpfs?: { containerPath: string; size: number; mountOptions?: string[] }[];
  };
}

const mebibyte = 1024 * 1024;

/** A container definition as the engine's create call wants it. */
export function containerConfig(
  task: TaskSpec,
  container: ContainerSpec,
  around: ContainerSurroundings,
): ContainerCreateOptions {
  const definition = container.definition as Definition;
  return {
    name: `slipway-${around.sandbox}-${task.taskId}-${container.name}`,
    Image: around.image,
    Env: environment(task, container, around),
    ...(container.command && { Cmd: container.command }),
    ...(container.entryPoint && { Entrypoint: container.entryPoint }),
    ...(definition.workingDirectory && { WorkingDir: definition.workingDirectory }),
    ...(definition.user && { User: definition.user }),
    Tty: definition.pseudoTerminal ?? false,
    OpenStdin: definition.interactive ?? false,
    // ECS runs the health check of the task definition, never that of the image.
    Healthcheck: { Test: ["NONE"] },
    Labels: {
      ...definition.dockerLabels,
      "com.amazonaws.ecs.cluster": task.clusterName,
      "com.amazonaws.ecs.container-name": container.name,
      "com.amazonaws.ecs.task-arn": task.taskArn,
      "com.amazonaws.ecs.task-definition-family": task.family,
      "com.amazonaws.ecs.task-definition-version": String(task.revision),
      [labels.sandbox]: around.sandbox,
      [labels.task]: task.taskId,
      [labels.container]: container.name,
    },
    HostConfig: hostConfig(task, container, around),
  };
}

/** What ECS sets, then the task definition's variables, then its secrets: the later wins. */
function environment(
  task: TaskSpec,
  container: ContainerSpec,
  { region, secrets, endpoint }: ContainerSurroundings,
): string[] {
  const variables = new Map([
    ["AWS_EXECUTION_ENV", task.launchType === "FARGATE" ? "AWS_ECS_FARGATE" : "AWS_ECS_EC2"],
    ["AWS_REGION", region],
    ["AWS_DEFAULT_REGION", region],
    ...(endpoint ? endpointVariables(task, container) : []),
    ...(isRouted(task, container) ? loggerVariables : []),
  ]);
  for (const { name, value } of [...container.environment, ...secrets]) variables.set(name, value);
  return [...variables].map(([name, value]) => `${name}=${value}`);
}

/** AWS's own host names lead out of the emulator. So the task gets an endpoint for its SDKs, which ECS does not give. */
function endpointVariables(task: TaskSpec, { name }: ContainerSpec): [string, string][] {
  const base = `http://${endpointAddress}`;
  const id = containerId(task.taskId, name);
  const variables: [string, string][] = [
    ["ECS_CONTAINER_METADATA_URI", `${base}${metadataPrefixes.v3}${id}`],
    ["ECS_CONTAINER_METADATA_URI_V4", `${base}${metadataPrefixes.v4}${id}`],
    ["AWS_ENDPOINT_URL", base],
  ];
  const { credentialsId } = task;
  if (credentialsId === undefined) return variables;
  const credentials = `${credentialsPrefix}${credentialsId}`;
  return [...variables, ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", credentials]];
}

function hostConfig(
  task: TaskSpec,
  container: ContainerSpec,
  around: ContainerSurroundings,
): HostConfig {
  const definition = container.definition as Definition;
  const linux = definition.linuxParameters ?? {};
  const memory = definition.memory ?? (task.memory === undefined ? 0 : Number(task.memory));
  return {
    NetworkMode: `container:${around.pauseId}`,
    Memory: memory * mebibyte,
    MemoryReservation: (definition.memoryReservation ?? 0) * mebibyte,
    // A share of the machine, never a ceiling: a laptop has fewer cores than the tasks of a cluster.
    CpuShares: Math.max(2, definition.cpu ?? 0),
    ReadonlyRootfs: definition.readonlyRootFilesystem ?? false,
    Privileged: definition.privileged ?? false,
    Init: linux.initProcessEnabled ?? false,
    CapAdd: linux.capabilities?.add,
    CapDrop: linux.capabilities?.drop,
    ShmSize: linux.sharedMemorySize === undefined ? undefined : linux.sharedMemorySize * mebibyte,
    Ulimits: definition.ulimits?.map(({ name, softLimit, hardLimit }): Ulimit => ({
      Name: name,
      Soft: softLimit,
      Hard: hardLimit,
    })),
    Tmpfs: linux.tmpfs && Object.fromEntries(linux.tmpfs.map((t) => [t.containerPath, tmpfs(t)])),
    Mounts: mounts(task, definition, around),
    LogConfig:
      around.routerPort !== undefined && isRouted(task, container)
        ? routedLogConfig(task, container, around.routerPort)
        : { Type: "json-file", Config: { "max-size": "10m", "max-file": "1" } },
  };
}

const tmpfs = ({ size, mountOptions }: { size: number; mountOptions?: string[] }) =>
  [...(mountOptions ?? []), `size=${size}m`].join(",");

function mounts(
  task: TaskSpec,
  { mountPoints = [] }: Definition,
  { volumeName, hostFolder }: ContainerSurroundings,
): MountSettings[] {
  return mountPoints.flatMap(({ sourceVolume, containerPath, readOnly }) => {
    const volume = task.volumes.find(({ name }) => name === sourceVolume);
    if (volume?.name === undefined || containerPath === undefined) return [];
    const path = volume.host?.sourcePath;
    return [
      {
        Type: path === undefined ? "volume" : "bind",
        Source: path === undefined ? volumeName(volume.name) : hostFolder(path),
        Target: containerPath,
        ReadOnly: readOnly ?? false,
      } satisfies MountSettings,
    ];
  });
}
