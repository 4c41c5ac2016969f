import type { Ecs } from "../../createEcs";
import { activeCluster, anyService } from "../../lookups";
import { listPage } from "../../listPage";
import { requireEcsController } from "../../rules/controller";
import type { ListServiceDeploymentsRequest, ListServiceDeploymentsResponse } from "../../shapes";
import { serviceDeploymentBrief } from "../../views/serviceDeploymentView";

/** Newest first, twenty a page (api/ListServiceDeployments). */
export function listServiceDeployments(
  ecs: Ecs,
  input: ListServiceDeploymentsRequest,
): ListServiceDeploymentsResponse {
  const service = anyService(ecs, activeCluster(ecs, input.cluster), input.service);
  requireEcsController(service);
  const { status, createdAt = {} } = input;
  const found = service.serviceDeployments.filter(
    (d) =>
      (!status?.length || status.includes(d.status)) &&
      (createdAt.after === undefined || d.createdAt > createdAt.after * 1000) &&
      (createdAt.before === undefined || d.createdAt < createdAt.before * 1000),
  );
  const { items, nextToken } = listPage(found, input, 20);
  return { serviceDeployments: items.map((d) => serviceDeploymentBrief(service, d)), nextToken };
}
