import { minute } from "../../../../core/time";
import type { TaskDefinition } from "../../state/taskDefinition";
import type { Ecs } from "../../createEcs";
import { invalidParameter } from "../../errors";
import type {
  DeleteTaskDefinitionsRequest,
  DeleteTaskDefinitionsResponse,
  Failure,
} from "../../shapes";
import { taskDefinitionView } from "../../views/taskDefinitionView";

/**
 * Makes deregistered revisions DELETE_IN_PROGRESS, and removes each when no service and no task uses it any more
 * (api/DeleteTaskDefinitions).
 */
export function deleteTaskDefinitions(
  ecs: Ecs,
  { taskDefinitions: references }: DeleteTaskDefinitionsRequest,
): DeleteTaskDefinitionsResponse {
  if (references.length > 10) {
    throw invalidParameter("taskDefinitions can have at most 10 items.");
  }
  const failures: Failure[] = [];
  const taskDefinitions = [];
  for (const reference of references) {
    const definition = ecs.store.taskDefinition(reference);
    if (!definition) {
      failures.push({ arn: reference, reason: "The specified task definition does not exist." });
    } else if (definition.status === "ACTIVE") {
      failures.push({
        arn: definition.arn,
        reason:
          "The specified task definition is still in ACTIVE status. Please deregister the target and try again.",
      });
    } else {
      definition.status = "DELETE_IN_PROGRESS";
      definition.deleteRequestedAt ??= ecs.agenda.now();
      taskDefinitions.push(taskDefinitionView(definition));
      removeWhenUnused(ecs, definition);
    }
  }
  return { taskDefinitions, failures };
}

function removeWhenUnused(ecs: Ecs, definition: TaskDefinition): void {
  ecs.agenda.after(minute, () => {
    if (isUsed(ecs, definition)) removeWhenUnused(ecs, definition);
    else ecs.store.families.get(definition.family)?.revisions.delete(definition.revision);
  });
}

function isUsed(ecs: Ecs, definition: TaskDefinition): boolean {
  return [...ecs.store.clusters.values()].some(
    (cluster) =>
      [...ecs.store.servicesOf(cluster).values()].some(
        (s) =>
          s.status !== "INACTIVE" &&
          s.deployments.some((d) => d.revision.taskDefinition === definition),
      ) ||
      [...ecs.store.tasksOf(cluster).values()].some(
        (t) => t.taskDefinition === definition && t.lastStatus !== "STOPPED",
      ),
  );
}
