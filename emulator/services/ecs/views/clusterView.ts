import type { Cluster } from "../state/cluster";
import type { EcsStore } from "../state/ecsStore";
import type { Cluster as Wire, ClusterField } from "../shapes";

export function clusterView(
  store: EcsStore,
  cluster: Cluster,
  include: readonly ClusterField[] = [],
): Wire {
  const services = [...store.servicesOf(cluster).values()];
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: cluster.runningTasks,
    pendingTasksCount: cluster.pendingTasks,
    activeServicesCount: services.filter((s) => s.status === "ACTIVE").length,
    statistics: [],
    tags: include.includes("TAGS") ? cluster.tags : [],
    settings: include.includes("SETTINGS") ? cluster.settings : [],
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
  };
}
