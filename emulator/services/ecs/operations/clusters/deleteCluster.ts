import { ServiceError } from "../../../../wire/serviceError";
import type { Ecs } from "../../createEcs";
import { activeCluster } from "../../lookups";
import type { DeleteClusterRequest, DeleteClusterResponse } from "../../shapes";
import { clusterView } from "../../views/clusterView";

/** An empty cluster becomes INACTIVE; it can be created again. */
export function deleteCluster(ecs: Ecs, input: DeleteClusterRequest): DeleteClusterResponse {
  const cluster = activeCluster(ecs, input.cluster);
  if ([...ecs.store.servicesOf(cluster).values()].some((s) => s.status !== "INACTIVE")) {
    throw new ServiceError(
      "ClusterContainsServicesException",
      "The Cluster cannot be deleted while Services are active.",
    );
  }
  if ([...ecs.store.tasksOf(cluster).values()].some((t) => t.lastStatus !== "STOPPED")) {
    throw new ServiceError(
      "ClusterContainsTasksException",
      "The Cluster cannot be deleted while Tasks are active.",
    );
  }
  cluster.status = "INACTIVE";
  return { cluster: clusterView(ecs.store, cluster) };
}
