import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { EcsApi } from "../ecsApi";
import { EcsTransientError } from "../ecsErrors";
import { isOf } from "./serviceDeployments";
import { deploymentOf, primaryOf } from "./snapshot";
import { patience } from "../../../support/patience";

/**
 * The ServiceDeployment that made a deployment, by the digits that their ids share. Undefined where
 * ECS does not have it (any more), or the API is not there or not allowed.
 * @throws EcsTransientError, and the signal's reason
 */
export async function findServiceDeployment(
  api: EcsApi,
  cluster: string,
  service: Service,
  deploymentId: string,
  signal?: AbortSignal,
): Promise<ServiceDeployment | undefined> {
  const read = async (arn: string | undefined) => {
    if (arn === undefined) return undefined;
    const found = await api.describeServiceDeployments([arn], signal);
    return found.find(({ targetServiceRevision }) =>
      isOf({ deploymentId }, targetServiceRevision?.arn),
    );
  };
  try {
    const current = await read(service.currentServiceDeployment);
    if (current) return current;
    // Where ECS has gone back to an older deployment, ours was made after that one.
    const since = deploymentOf(service, deploymentId)?.createdAt ?? primaryOf(service)?.createdAt;
    const listed = await api.listServiceDeployments(
      {
        cluster,
        service: service.serviceName ?? service.serviceArn ?? "",
        ...(since && { createdAfter: new Date(since.getTime() - patience.deploymentSlackMs) }),
      },
      signal,
    );
    const brief = listed.find(({ targetServiceRevisionArn }) =>
      isOf({ deploymentId }, targetServiceRevisionArn),
    );
    return await read(brief?.serviceDeploymentArn);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof EcsTransientError) throw error;
    return undefined;
  }
}
