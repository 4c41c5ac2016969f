import type { Ecs } from "../../createEcs";
import { invalidParameter } from "../../errors";
import { checkTags } from "../../rules/tags";
import type { CreateClusterRequest, CreateClusterResponse } from "../../shapes";
import { clusterView } from "../../views/clusterView";

/** Creates a cluster; one of that name that is ACTIVE already is answered as it is. */
export function createCluster(ecs: Ecs, input: CreateClusterRequest): CreateClusterResponse {
  const name = input.clusterName ?? "default";
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
    throw invalidParameter("Invalid cluster name.");
  }
  checkTags(input.tags);
  const existing = ecs.store.clusters.get(name);
  if (existing?.status === "ACTIVE") return { cluster: clusterView(ecs.store, existing, ["TAGS"]) };
  const cluster = {
    name,
    arn: ecs.arns.cluster(name),
    status: "ACTIVE" as const,
    tags: input.tags ?? [],
    settings: input.settings ?? [{ name: "containerInsights" as const, value: "disabled" }],
    capacityProviders: input.capacityProviders ?? [],
    defaultCapacityProviderStrategy: input.defaultCapacityProviderStrategy ?? [],
    runningTasks: 0,
    pendingTasks: 0,
  };
  ecs.store.clusters.set(name, cluster);
  return { cluster: clusterView(ecs.store, cluster, ["TAGS", "SETTINGS"]) };
}
