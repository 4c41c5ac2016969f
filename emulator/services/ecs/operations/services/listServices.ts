import { launchTypeOf } from "../../rules/launchType";
import type { Ecs } from "../../createEcs";
import { activeCluster } from "../../lookups";
import { listPage } from "../../listPage";
import type { ListServicesRequest, ListServicesResponse } from "../../shapes";

/** Ten a page unless told otherwise (api/ListServices). */
export function listServices(ecs: Ecs, input: ListServicesRequest): ListServicesResponse {
  const cluster = activeCluster(ecs, input.cluster);
  const { launchType, schedulingStrategy } = input;
  const services = [...ecs.store.servicesOf(cluster).values()].filter((service) => {
    const [primary] = service.deployments;
    return (
      service.status !== "INACTIVE" &&
      (!schedulingStrategy || service.schedulingStrategy === schedulingStrategy) &&
      (!launchType || (primary && launchTypeOf(primary.revision) === launchType))
    );
  });
  const { items, nextToken } = listPage(
    services.map((s) => s.arn),
    input,
    10,
  );
  return { serviceArns: items, nextToken };
}
