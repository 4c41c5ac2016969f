import type { ContainerSpec, TaskSpec } from "../../../tasks/taskRuntime";
import type {
  ContainerDefinition,
  ContainerOverride,
  KeyValuePair,
  LaunchType,
  TaskOverride,
} from "../shapes";
import type { Cluster } from "../state/cluster";
import type { TaskDefinition } from "../state/taskDefinition";

export interface TaskSpecRequest {
  taskArn: string;
  taskId: string;
  cluster: Cluster;
  taskDefinition: TaskDefinition;
  launchType: LaunchType;
  overrides: TaskOverride;
  availabilityZone: string;
  serviceName?: string;
  startedBy?: string;
  /** By container: digests that the service's deployment has established. */
  digests?: ReadonlyMap<string, string>;
}

/** A task for a runtime: the task definition with the overrides merged in and ECS's defaults filled in. */
export function taskSpec(request: TaskSpecRequest): TaskSpec {
  const { taskDefinition, overrides, cluster } = request;
  const { content } = taskDefinition;
  const router = content.containerDefinitions.find((c) => c.firelensConfiguration)?.name;
  return {
    taskArn: request.taskArn,
    taskId: request.taskId,
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    family: taskDefinition.family,
    revision: taskDefinition.revision,
    serviceName: request.serviceName,
    startedBy: request.startedBy,
    launchType: request.launchType,
    availabilityZone: request.availabilityZone,
    networkMode: content.networkMode,
    taskRoleArn: overrides.taskRoleArn ?? content.taskRoleArn,
    executionRoleArn: overrides.executionRoleArn ?? content.executionRoleArn,
    cpu: overrides.cpu ?? content.cpu,
    memory: overrides.memory ?? content.memory,
    volumes: content.volumes ?? [],
    containers: content.containerDefinitions.map((definition) =>
      containerSpec(
        definition,
        overrides.containerOverrides?.find((o) => o.name === definition.name),
        request.digests?.get(definition.name ?? ""),
        router,
      ),
    ),
  };
}

const defaultStopTimeout = 30;

function containerSpec(
  definition: ContainerDefinition,
  override: ContainerOverride | undefined,
  digest: string | undefined,
  router: string | undefined,
): ContainerSpec {
  const { healthCheck, image = "" } = definition;
  return {
    name: definition.name ?? "",
    image: digest === undefined ? image : pinned(image, digest),
    essential: definition.essential ?? true,
    command: override?.command ?? definition.command,
    entryPoint: definition.entryPoint,
    environment: mergeEnvironment(definition.environment, override?.environment),
    secrets: definition.secrets ?? [],
    portMappings: (definition.portMappings ?? []).flatMap((mapping) =>
      mapping.containerPort === undefined
        ? []
        : [{ ...mapping, containerPort: mapping.containerPort }],
    ),
    healthCheck: healthCheck && {
      command: healthCheck.command,
      interval: healthCheck.interval ?? 30,
      timeout: healthCheck.timeout ?? 5,
      retries: healthCheck.retries ?? 3,
      startPeriod: healthCheck.startPeriod ?? 0,
    },
    stopTimeout: definition.stopTimeout ?? defaultStopTimeout,
    dependsOn: dependencies(definition, router),
    startTimeout: definition.startTimeout,
    definition: { ...definition },
  };
}

/** A container that logs to a router starts after the router and stops before it, also without a dependsOn. */
function dependencies(
  { dependsOn = [], logConfiguration }: ContainerDefinition,
  router: string | undefined,
): ContainerSpec["dependsOn"] {
  if (router === undefined || logConfiguration?.logDriver !== "awsfirelens") return dependsOn;
  if (dependsOn.some(({ containerName }) => containerName === router)) return dependsOn;
  return [...dependsOn, { containerName: router, condition: "START" }];
}

/** Overrides win by name; new names follow (api/RunTask). */
function mergeEnvironment(
  own: readonly KeyValuePair[] = [],
  override: readonly KeyValuePair[] = [],
): { name: string; value: string }[] {
  const values = new Map<string, string>();
  for (const { name = "", value = "" } of [...own, ...override]) values.set(name, value);
  return [...values].map(([name, value]) => ({ name, value }));
}

/** The reference without its tag, by digest. */
function pinned(image: string, digest: string): string {
  const name = image.split("@")[0] ?? image;
  return `${name.replace(/:[^:/]+$/, "")}@${digest}`;
}
