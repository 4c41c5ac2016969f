import { lastPart } from "../../state/ecsStore";
import type { Task } from "../../state/task";
import type { Ecs } from "../../createEcs";
import { invalidParameter, serviceNotFound } from "../../errors";
import { activeCluster } from "../../lookups";
import { listPage } from "../../listPage";
import type { ListTasksRequest, ListTasksResponse } from "../../shapes";

/** By desired status, RUNNING unless told otherwise; PENDING never matches anything (dg/task-lifecycle-explanation). */
export function listTasks(ecs: Ecs, input: ListTasksRequest): ListTasksResponse {
  const cluster = activeCluster(ecs, input.cluster);
  const { startedBy, serviceName, family, launchType, desiredStatus = "RUNNING" } = input;
  if (startedBy !== undefined && (serviceName !== undefined || family !== undefined)) {
    throw invalidParameter("startedBy cannot be combined with other filters.");
  }
  const service = serviceName === undefined ? undefined : lastPart(serviceName);
  if (service !== undefined && !ecs.store.servicesOf(cluster).has(service)) throw serviceNotFound();
  const matches = (task: Task) =>
    task.desiredStatus === desiredStatus &&
    (startedBy === undefined || task.startedBy === startedBy) &&
    (service === undefined || task.spec.serviceName === service) &&
    (family === undefined || task.taskDefinition.family === family) &&
    (launchType === undefined || task.spec.launchType === launchType) &&
    input.containerInstance === undefined &&
    !ecs.staleReads.hides(task);
  const { items, nextToken } = listPage(
    [...ecs.store.tasksOf(cluster).values()].filter(matches).map((t) => t.arn),
    input,
    100,
  );
  return { taskArns: items, nextToken };
}
