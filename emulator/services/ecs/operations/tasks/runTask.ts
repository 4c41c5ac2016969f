import type { Launched } from "../../scheduler/schedulerActions";
import type { Cluster } from "../../state/cluster";
import type { Task } from "../../state/task";
import type { TaskDefinition } from "../../state/taskDefinition";
import type { Ecs } from "../../createEcs";
import { conflict } from "../../errors";
import { activeCluster, activeTaskDefinition, taskOf } from "../../lookups";
import { checkHostDemands } from "../../rules/hostDemands";
import { checkRunTask } from "../../rules/runTaskRules";
import type { Failure, LaunchType, RunTaskRequest, RunTaskResponse } from "../../shapes";
import { taskView } from "../../views/taskView";

/** Starts up to ten tasks; tasks without a place are listed under `failures`, with HTTP 200 (api/RunTask). */
export function runTask(ecs: Ecs, input: RunTaskRequest): RunTaskResponse {
  const cluster = activeCluster(ecs, input.cluster);
  const taskDefinition = activeTaskDefinition(ecs, input.taskDefinition);
  checkRunTask(input, taskDefinition);
  checkHostDemands(ecs, taskDefinition);
  const fingerprint = JSON.stringify(input);
  const known = input.clientToken && ecs.store.clientTokens.get(input.clientToken);
  if (known) return sameAgain(ecs, cluster, known, fingerprint);
  const tasks: Task[] = [];
  const failures: Failure[] = [];
  for (let i = 0; i < (input.count ?? 1); i++) {
    const launched = launch(ecs, cluster, taskDefinition, input);
    if ("refused" in launched) failures.push(launched.refused);
    else tasks.push(launched.task);
  }
  if (input.clientToken) {
    ecs.store.clientTokens.set(input.clientToken, { fingerprint, tasks: tasks.map((t) => t.id) });
  }
  return { tasks: tasks.map((t) => taskView(t, { tags: true })), failures };
}

function launch(
  ecs: Ecs,
  cluster: Cluster,
  taskDefinition: TaskDefinition,
  input: RunTaskRequest,
): Launched {
  const provider =
    input.capacityProviderStrategy?.[0]?.capacityProvider ??
    (input.launchType ? undefined : cluster.defaultCapacityProviderStrategy[0]?.capacityProvider);
  const tags = [
    ...(input.propagateTags === "TASK_DEFINITION" ? taskDefinition.tags : []),
    ...(input.tags ?? []),
  ];
  const launched = ecs.scheduler.launch({
    cluster,
    taskDefinition,
    launchType: launchTypeOf(input, provider),
    capacityProvider: provider,
    platformVersion: input.platformVersion,
    subnets: input.networkConfiguration?.awsvpcConfiguration?.subnets ?? [],
    group: input.group ?? `family:${taskDefinition.family}`,
    startedBy: input.startedBy,
    overrides: input.overrides,
    enableExecuteCommand: input.enableExecuteCommand,
    tags,
  });
  if ("task" in launched) ecs.staleReads.hide(launched.task);
  return launched;
}

function launchTypeOf({ launchType }: RunTaskRequest, provider?: string): LaunchType {
  return launchType ?? (provider?.startsWith("FARGATE") ? "FARGATE" : "EC2");
}

/** The same token answers the same tasks, as they are now; with other parameters it is refused. */
function sameAgain(
  ecs: Ecs,
  cluster: Cluster,
  known: { fingerprint: string; tasks: string[] },
  fingerprint: string,
): RunTaskResponse {
  const tasks = known.tasks.flatMap((id) => taskOf(ecs, cluster, id) ?? []);
  if (known.fingerprint !== fingerprint) {
    throw conflict("The client token was used before with different parameters.", {
      resourceIds: tasks.map((t) => t.arn),
    });
  }
  return { tasks: tasks.map((t) => taskView(t, { tags: true })), failures: [] };
}
