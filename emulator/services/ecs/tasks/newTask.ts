import { drawId } from "../../../access/draw";
import { hexId, uuid } from "../../../core/ids";
import type { LaunchType, Tag, TaskOverride } from "../shapes";
import type { Cluster } from "../state/cluster";
import type { Deployment } from "../state/deployment";
import type { Task } from "../state/task";
import type { TaskDefinition } from "../state/taskDefinition";
import type { SchedulerContext } from "../scheduler/schedulerContext";
import { taskSpec } from "./taskSpec";

export interface TaskRequest {
  cluster: Cluster;
  taskDefinition: TaskDefinition;
  launchType: LaunchType;
  capacityProvider?: string;
  platformVersion?: string;
  subnets: readonly string[];
  group: string;
  startedBy?: string;
  overrides?: TaskOverride;
  tags?: Tag[];
  enableExecuteCommand?: boolean;
  serviceName?: string;
  deployment?: Deployment;
}

/** The record of a task that is about to be launched. */
export function newTask(context: SchedulerContext, request: TaskRequest): Task {
  const { random, arns, agenda, region } = context;
  const { cluster, taskDefinition, deployment, overrides = {} } = request;
  const id = hexId(random);
  const arn = arns.task(cluster.name, id);
  const zones = request.subnets.length > 0 ? request.subnets : [""];
  const place = Math.floor(random() * zones.length);
  const spec = taskSpec({
    taskArn: arn,
    taskId: id,
    cluster,
    taskDefinition,
    launchType: request.launchType,
    overrides,
    availabilityZone: `${region}${"abc"[place % 3] ?? "a"}`,
    serviceName: request.serviceName,
    startedBy: request.startedBy,
    digests: deployment?.revision.digests,
  });
  return {
    id,
    arn,
    cluster,
    taskDefinition,
    // With a role alone: ECS names no credentials to a task without one. Who knows the id gets the credentials.
    spec: spec.taskRoleArn === undefined ? spec : { ...spec, credentialsId: drawId() },
    group: request.group,
    startedBy: request.startedBy,
    overrides,
    tags: request.tags ?? [],
    capacityProvider: request.capacityProvider,
    platformVersion: request.platformVersion,
    subnet: request.subnets[place],
    enableExecuteCommand: request.enableExecuteCommand ?? false,
    attachmentId: uuid(random),
    deployment,
    lastStatus: "PROVISIONING",
    desiredStatus: "RUNNING",
    version: 1,
    containers: taskDefinition.content.containerDefinitions.map(({ name = "", image = "" }) => ({
      name,
      arn: arns.container(cluster.name, id, uuid(random)),
      image,
      lastStatus: "PENDING",
      healthStatus: "UNKNOWN",
    })),
    healthStatus: "UNKNOWN",
    address: {},
    createdAt: agenda.now(),
    service: deployment && { healthy: false, unhealthy: false, registered: false, failed: false },
  };
}
