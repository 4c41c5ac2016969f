import { endServiceDeployment } from "../../deployments/endServiceDeployment";
import type { Ecs } from "../../createEcs";
import { invalidParameter, serviceNotActive } from "../../errors";
import { activeCluster, anyService } from "../../lookups";
import type { DeleteServiceRequest, DeleteServiceResponse } from "../../shapes";
import { serviceView } from "../../views/serviceView";

/** DRAINING until its last task is gone, then INACTIVE; a deployment under way is stopped. */
export function deleteService(ecs: Ecs, input: DeleteServiceRequest): DeleteServiceResponse {
  const cluster = activeCluster(ecs, input.cluster);
  const service = anyService(ecs, cluster, input.service);
  if (service.status === "INACTIVE") throw serviceNotActive();
  const force = input.force ?? false;
  const scaled = service.desiredCount > 0 && service.schedulingStrategy === "REPLICA";
  if (service.status === "ACTIVE" && scaled && !force) {
    throw invalidParameter("The service cannot be stopped while it is scaled above 0.");
  }
  const now = ecs.agenda.now();
  service.status = "DRAINING";
  service.desiredCount = 0;
  for (const deployment of service.serviceDeployments.slice(0, 8)) {
    if (deployment.finishedAt !== undefined) continue;
    endServiceDeployment(deployment, "STOPPED", now);
  }
  ecs.scheduler.touch(service);
  return { service: serviceView(service, { tags: true }) };
}
