import { lastPart } from "../../state/ecsStore";
import type { Ecs } from "../../createEcs";
import { invalidParameter } from "../../errors";
import { activeCluster } from "../../lookups";
import type { DescribeServicesRequest, DescribeServicesResponse, Failure } from "../../shapes";
import { serviceView } from "../../views/serviceView";

/** At most ten; missing services are listed under `failures`, with HTTP 200 (api/DescribeServices). */
export function describeServices(
  ecs: Ecs,
  { cluster: reference, services: names, include = [] }: DescribeServicesRequest,
): DescribeServicesResponse {
  const cluster = activeCluster(ecs, reference);
  if (names.length === 0) throw invalidParameter("Services cannot be empty.");
  if (names.length > 10) throw invalidParameter("Services cannot have more than 10 items.");
  const failures: Failure[] = [];
  const services = names.flatMap((name) => {
    const service = ecs.store.service(cluster, name);
    if (service) {
      const view = ecs.staleReads.recall(service) ?? serviceView(service);
      return [include.includes("TAGS") ? { ...view, tags: service.tags } : view];
    }
    failures.push({ arn: ecs.arns.service(cluster.name, lastPart(name)), reason: "MISSING" });
    return [];
  });
  return { services, failures };
}
