import type { Deployment, Service, Task } from "@aws-sdk/client-ecs";
import type { EcsApi } from "../../targets/ecs/ecsApi";
import { EcsAccessDenied } from "../../targets/ecs/ecsErrors";
import { describeServices } from "../../targets/ecs/services";
import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import { primaryOf } from "../../targets/ecs/watch/snapshot";
import type { DeploymentStatus, RunningImage, ServiceStatus } from "../report/statusReport";
import { isMoving } from "./isMoving";

/** What services run now, by ECS; one for each name, in that order. */
export async function serviceStatus(
  api: EcsApi,
  cluster: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ServiceStatus[]> {
  const services = await describeServices(api, cluster, names, signal);
  return Promise.all(
    names.map(async (name) => {
      const service = services.get(name);
      return service ? await describe(api, cluster, service, signal) : missing(name);
    }),
  );
}

function missing(service: string): ServiceStatus {
  return { service, status: "MISSING", images: [], moving: false, deployments: [] };
}

async function describe(
  api: EcsApi,
  cluster: string,
  service: Service,
  signal: AbortSignal | undefined,
): Promise<ServiceStatus> {
  const primary = primaryOf(service);
  const arn = primary?.taskDefinition ?? service.taskDefinition;
  return {
    service: service.serviceName ?? "",
    status: service.status ?? "UNKNOWN",
    revision: arn === undefined ? undefined : revisionName(arn),
    images: await imagesOf(api, cluster, arn, primary?.id, signal),
    desired: service.desiredCount,
    running: service.runningCount,
    pending: service.pendingCount,
    since: primary?.createdAt?.toISOString(),
    moving: isMoving(service),
    rolloutState: primary?.rolloutState,
    deploymentId: primary?.id,
    deployments: (service.deployments ?? []).map(deploymentStatus),
  };
}

async function imagesOf(
  api: EcsApi,
  cluster: string,
  arn: string | undefined,
  deploymentId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<RunningImage[]> {
  const [definition, tasks] = await Promise.all([
    arn === undefined ? undefined : api.describeTaskDefinition(arn, signal),
    tasksOf(api, cluster, deploymentId, signal),
  ]);
  const containers = definition?.taskDefinition.containerDefinitions ?? [];
  return containers.map(({ name = "", image = "" }) => ({
    container: name,
    image,
    digests: digestsOf(name, tasks),
  }));
}

/** DescribeTasks takes so many at once; more would show no further digests. */
const tasksPerCall = 100;

/** The tasks of a deployment. Without the right to list tasks, their digests stay unknown. */
async function tasksOf(
  api: EcsApi,
  cluster: string,
  deploymentId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Task[]> {
  if (deploymentId === undefined) return [];
  const request = { cluster, startedBy: deploymentId, desiredStatus: "RUNNING" } as const;
  try {
    const arns = await api.listTasks(request, signal);
    if (arns.length === 0) return [];
    return (await api.describeTasks(cluster, arns.slice(0, tasksPerCall), signal)).tasks;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof EcsAccessDenied) return [];
    throw error;
  }
}

/** Several while tasks of one deployment run different images of a tag. */
function digestsOf(container: string, tasks: readonly Task[]): string[] {
  const containers = tasks.flatMap((task) => task.containers ?? []);
  const digests = containers.flatMap(({ name, imageDigest }) =>
    name === container && imageDigest ? [imageDigest] : [],
  );
  return [...new Set(digests)];
}

function deploymentStatus(deployment: Deployment): DeploymentStatus {
  return {
    revision: revisionName(deployment.taskDefinition ?? ""),
    status: deployment.status ?? "UNKNOWN",
    rolloutState: deployment.rolloutState,
    desired: deployment.desiredCount ?? 0,
    running: deployment.runningCount ?? 0,
    pending: deployment.pendingCount ?? 0,
    failed: deployment.failedTasks ?? 0,
  };
}
