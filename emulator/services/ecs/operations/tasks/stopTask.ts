import type { Ecs } from "../../createEcs";
import { invalidParameter } from "../../errors";
import { activeCluster, taskOf } from "../../lookups";
import type { StopTaskRequest, StopTaskResponse } from "../../shapes";
import { taskView } from "../../views/taskView";

/** Answers at once, with the task on its way down (api/StopTask). */
export function stopTask(ecs: Ecs, input: StopTaskRequest): StopTaskResponse {
  const task = taskOf(ecs, activeCluster(ecs, input.cluster), input.task);
  if (!task) throw invalidParameter("The referenced task was not found.");
  ecs.scheduler.stop(task, "UserInitiated", input.reason ?? "Task stopped by user");
  return { task: taskView(task, { tags: true }) };
}
