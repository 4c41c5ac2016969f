import type { Service } from "@aws-sdk/client-ecs";
import { clusterName } from "../clusterName";
import type { EcsApi } from "../ecsApi";
import { chunks } from "../services";

/** DescribeTasks takes so many; a rollout has one digest per container, so one page is enough. */
const tasksPerCall = 100;

/**
 * Container → digest that ECS resolved for a deployment, from its service revision or, where that
 * API is not there or not allowed, from its running tasks. Empty when ECS does not tell.
 */
export async function runningDigests(
  api: EcsApi,
  cluster: string,
  service: Service,
  deploymentId: string,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  try {
    const [revision] = await api.describeServiceRevisions(
      [serviceRevisionArn(service, deploymentId)],
      signal,
    );
    const digests = (revision?.containerImages ?? []).flatMap(({ containerName, imageDigest }) =>
      containerName && imageDigest ? [[containerName, imageDigest] as const] : [],
    );
    if (digests.length > 0) return Object.fromEntries(digests);
  } catch {
    signal?.throwIfAborted();
  }
  try {
    return await digestsOfTasks(api, cluster, deploymentId, signal);
  } catch {
    signal?.throwIfAborted();
    return {};
  }
}

async function digestsOfTasks(
  api: EcsApi,
  cluster: string,
  startedBy: string,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  const arns = await api.listTasks({ cluster, startedBy, desiredStatus: "RUNNING" }, signal);
  const [some] = chunks(arns, tasksPerCall);
  if (!some) return {};
  const { tasks } = await api.describeTasks(cluster, some, signal);
  const containers = tasks.flatMap((task) => task.containers ?? []);
  return Object.fromEntries(
    containers.flatMap(({ name, imageDigest }) =>
      name && imageDigest ? [[name, imageDigest] as const] : [],
    ),
  );
}

/** A service revision has the digits of its deployment's id. */
function serviceRevisionArn(service: Service, deploymentId: string): string {
  const digits = deploymentId.slice(deploymentId.lastIndexOf("/") + 1);
  const current = service.currentServiceRevisions?.find(({ arn }) => arn?.endsWith(`/${digits}`));
  if (current?.arn !== undefined) return current.arn;
  const { serviceArn = "", clusterArn = "", serviceName = "" } = service;
  const account = serviceArn.split(":").slice(0, 5).join(":");
  return `${account}:service-revision/${clusterName(clusterArn)}/${serviceName}/${digits}`;
}
