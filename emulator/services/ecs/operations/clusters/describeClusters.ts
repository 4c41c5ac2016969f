import { lastPart } from "../../state/ecsStore";
import type { Ecs } from "../../createEcs";
import { invalidParameter } from "../../errors";
import type { DescribeClustersRequest, DescribeClustersResponse } from "../../shapes";
import { clusterView } from "../../views/clusterView";

export function describeClusters(
  ecs: Ecs,
  { clusters: references = ["default"], include }: DescribeClustersRequest,
): DescribeClustersResponse {
  if (references.length > 100) throw invalidParameter("Clusters cannot have more than 100 items.");
  const clusters = [];
  const failures = [];
  for (const reference of references) {
    const cluster = ecs.store.cluster(reference);
    if (cluster) clusters.push(clusterView(ecs.store, cluster, include));
    else failures.push({ arn: ecs.arns.cluster(lastPart(reference)), reason: "MISSING" });
  }
  return { clusters, failures };
}
