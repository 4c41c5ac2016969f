import type { ServiceDeploymentStatus } from "../../shapes";
import type { Ecs } from "../../createEcs";
import { conflict, invalidParameter, serviceDeploymentNotFound } from "../../errors";
import type { StopServiceDeploymentRequest, StopServiceDeploymentResponse } from "../../shapes";

const stoppable = new Set<ServiceDeploymentStatus>(["PENDING", "IN_PROGRESS"]);
const stopping = new Set<ServiceDeploymentStatus>([
  "STOP_REQUESTED",
  "ROLLBACK_REQUESTED",
  "ROLLBACK_IN_PROGRESS",
]);

/** Asks for a rollback; has no effect on a deployment that is being stopped already (dg/stop-service-deployment). */
export function stopServiceDeployment(
  ecs: Ecs,
  { serviceDeploymentArn: arn, stopType = "ROLLBACK" }: StopServiceDeploymentRequest,
): StopServiceDeploymentResponse {
  const found = ecs.store.serviceDeployments.get(arn);
  if (!found) throw serviceDeploymentNotFound();
  if (stopType !== "ROLLBACK") {
    throw invalidParameter(`stopType ${stopType} is not supported. Use ROLLBACK.`);
  }
  const { service, serviceDeployment } = found;
  if (stoppable.has(serviceDeployment.status)) {
    serviceDeployment.status = "ROLLBACK_REQUESTED";
    serviceDeployment.updatedAt = ecs.agenda.now();
    ecs.scheduler.touch(service);
  } else if (!stopping.has(serviceDeployment.status)) {
    throw conflict(
      `The service deployment cannot be stopped because it is in ${serviceDeployment.status} status.`,
      { resourceIds: [arn] },
    );
  }
  return { serviceDeploymentArn: arn };
}
