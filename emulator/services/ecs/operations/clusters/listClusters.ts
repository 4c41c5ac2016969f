import type { Ecs } from "../../createEcs";
import { listPage } from "../../listPage";
import type { ListClustersRequest, ListClustersResponse } from "../../shapes";

export function listClusters(ecs: Ecs, input: ListClustersRequest): ListClustersResponse {
  const active = [...ecs.store.clusters.values()].filter((c) => c.status === "ACTIVE");
  const { items, nextToken } = listPage(
    active.map((c) => c.arn),
    input,
    100,
  );
  return { clusterArns: items, nextToken };
}
