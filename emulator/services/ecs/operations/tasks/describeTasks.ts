import { lastPart } from "../../state/ecsStore";
import type { Ecs } from "../../createEcs";
import { invalidParameter } from "../../errors";
import { activeCluster, taskOf } from "../../lookups";
import type { DescribeTasksRequest, DescribeTasksResponse, Failure } from "../../shapes";
import { taskView } from "../../views/taskView";

/** At most a hundred; stopped ones for an hour. */
export function describeTasks(
  ecs: Ecs,
  { cluster: reference, tasks: ids, include = [] }: DescribeTasksRequest,
): DescribeTasksResponse {
  const cluster = activeCluster(ecs, reference);
  if (ids.length === 0) throw invalidParameter("Tasks cannot be empty.");
  if (ids.length > 100) throw invalidParameter("Tasks cannot have more than 100 items.");
  const failures: Failure[] = [];
  const tasks = ids.flatMap((id) => {
    const task = taskOf(ecs, cluster, id);
    if (task && !ecs.staleReads.hides(task)) {
      return [taskView(task, { tags: include.includes("TAGS") })];
    }
    failures.push({ arn: ecs.arns.task(cluster.name, lastPart(id)), reason: "MISSING" });
    return [];
  });
  return { tasks, failures };
}
