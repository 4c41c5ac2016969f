import type { Cluster } from "./state/cluster";
import { lastPart } from "./state/ecsStore";
import type { Service } from "./state/service";
import type { Task } from "./state/task";
import type { TaskDefinition } from "./state/taskDefinition";
import type { Ecs } from "./createEcs";
import {
  clusterNotFound,
  serviceNotFound,
  taskDefinitionInactive,
  taskDefinitionNotFound,
} from "./errors";

/** An ACTIVE cluster, by name or ARN. @throws ClusterNotFoundException */
export function activeCluster(ecs: Ecs, reference?: string): Cluster {
  const cluster = ecs.store.cluster(reference);
  if (cluster?.status !== "ACTIVE") throw clusterNotFound();
  return cluster;
}

/** A service of any status, by name or ARN. @throws ServiceNotFoundException */
export function anyService(ecs: Ecs, cluster: Cluster, reference: string): Service {
  const service = ecs.store.service(cluster, reference);
  if (!service) throw serviceNotFound();
  return service;
}

/** An ACTIVE revision: new tasks and deployments need one. @throws ClientException */
export function activeTaskDefinition(ecs: Ecs, reference: string): TaskDefinition {
  const definition = ecs.store.taskDefinition(reference);
  if (!definition) throw taskDefinitionNotFound();
  if (definition.status !== "ACTIVE") throw taskDefinitionInactive();
  return definition;
}

/** A task of the cluster, by id or ARN. */
export function taskOf(ecs: Ecs, cluster: Cluster, reference: string): Task | undefined {
  return ecs.store.tasksOf(cluster).get(lastPart(reference));
}
