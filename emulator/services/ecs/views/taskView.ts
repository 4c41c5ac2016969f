import type { Task, TaskContainer } from "../state/task";
import type { Attachment, Container, NetworkBinding, Task as Wire } from "../shapes";
import { platformOf } from "../rules/launchType";
import { seconds } from "../../../core/time";

/** A task as RunTask, StopTask and DescribeTasks answer it. */
export function taskView(task: Task, { tags = false } = {}): Wire {
  const { spec } = task;
  return {
    attachments: attachments(task),
    attributes: [{ name: "ecs.cpu-architecture", value: architecture(task) }],
    availabilityZone: spec.availabilityZone,
    capacityProviderName: task.capacityProvider,
    clusterArn: task.cluster.arn,
    connectivity: task.startedAt === undefined ? undefined : "CONNECTED",
    connectivityAt: seconds(task.startedAt),
    containers: task.containers.map((container) => containerView(task, container)),
    cpu: spec.cpu ?? "0",
    createdAt: seconds(task.createdAt),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: task.enableExecuteCommand,
    executionStoppedAt: seconds(task.executionStoppedAt),
    group: task.group,
    healthStatus: task.healthStatus,
    inferenceAccelerators: [],
    lastStatus: task.lastStatus,
    launchType: spec.launchType,
    memory: spec.memory ?? "0",
    overrides: {
      ...task.overrides,
      containerOverrides: task.overrides.containerOverrides ?? [],
      inferenceAcceleratorOverrides: task.overrides.inferenceAcceleratorOverrides ?? [],
    },
    ...platformOf(spec.launchType, fargateVersion(task.platformVersion)),
    pullStartedAt: seconds(task.pullStartedAt),
    pullStoppedAt: seconds(task.pullStoppedAt),
    startedAt: seconds(task.startedAt),
    startedBy: task.startedBy,
    stopCode: task.stopCode,
    stoppedAt: seconds(task.stoppedAt),
    stoppedReason: task.stoppedReason,
    stoppingAt: seconds(task.stoppingAt),
    tags: tags ? task.tags : [],
    taskArn: task.arn,
    taskDefinitionArn: task.taskDefinition.arn,
    version: task.version,
  };
}

/** A task shows the version that LATEST stood for. */
function fargateVersion(version = "LATEST"): string {
  return version === "LATEST" ? "1.4.0" : version;
}

function architecture(task: Task): string {
  const platformOf = task.taskDefinition.content.runtimePlatform;
  return platformOf?.cpuArchitecture === "ARM64" ? "arm64" : "x86_64";
}

function containerView(task: Task, container: TaskContainer): Container {
  const definition = task.taskDefinition.content.containerDefinitions.find(
    (c) => c.name === container.name,
  );
  const inVpc = task.spec.networkMode === "awsvpc";
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    imageDigest: container.digest,
    runtimeId: container.runtimeId,
    lastStatus: container.lastStatus,
    exitCode: container.exitCode,
    reason: container.reason?.slice(0, 1024),
    networkBindings: networkBindings(task, container),
    networkInterfaces: inVpc
      ? [
          {
            attachmentId: task.attachmentId,
            privateIpv4Address: task.address.privateIpv4Address,
          },
        ]
      : [],
    healthStatus: container.healthStatus,
    cpu: String(definition?.cpu ?? 0),
    memory: text(definition?.memory),
    memoryReservation: text(definition?.memoryReservation),
  };
}

function networkBindings(task: Task, { name }: TaskContainer): NetworkBinding[] {
  return (task.address.ports ?? [])
    .filter((p) => p.container === name)
    .map(({ containerPort, hostPort, protocol }) => ({
      bindIP: "127.0.0.1",
      containerPort,
      hostPort,
      protocol,
    }));
}

function attachments(task: Task): Attachment[] {
  if (task.spec.networkMode !== "awsvpc") return [];
  const address = task.address.privateIpv4Address;
  const gone = task.lastStatus === "STOPPED";
  const status = gone ? "DELETED" : address === undefined ? "PRECREATED" : "ATTACHED";
  const detail = (name: string, value?: string) => (value === undefined ? [] : [{ name, value }]);
  return [
    {
      id: task.attachmentId,
      type: "ElasticNetworkInterface",
      status,
      details: [...detail("subnetId", task.subnet), ...detail("privateIPv4Address", address)],
    },
  ];
}

const text = (n?: number) => (n === undefined ? undefined : String(n));
