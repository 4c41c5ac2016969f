import type { Task, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Clock } from "../../../support/clock";
import { withDeadline } from "../../../support/deadline";
import { patience } from "../../../support/patience";
import type { EcsApi } from "../ecsApi";
import { ContainerLog } from "../logs/containerLog";
import type { LogsApi } from "../logs/logsApi";
import { capacityEvents, unhealthyTargets } from "./eventEvidence";
import { noEvidence, type ContainerLogs, type Evidence } from "../../../contract/evidence";
import { hintsFor } from "./hints";
import { eventsSince, type Observation } from "../watch/snapshot";
import { taskDefinitionsOf } from "../taskDefinition/taskDefinitions";
import { groupStopped, isLike, stoppedTask, stoppedTasks } from "./stoppedTasks";

export interface EvidenceSources {
  api: EcsApi;
  /** Without it no log line is read. */
  logs?: LogsApi | undefined;
  clock: Clock;
}

const eventsShown = 10;

/**
 * What explains a rollout's end. Tasks of this deployment only: a good rollout stops old ones too.
 * Never fails a rollout: what can't be read, or not soon, is left out.
 */
export async function collectEvidence(
  sources: EvidenceSources,
  cluster: string,
  observation: Observation,
  signal?: AbortSignal,
  limitMs: number = patience.evidenceMs,
): Promise<Evidence> {
  let evidence = seenEvidence(observation);
  const gather = async (within: AbortSignal) => {
    const tasks = await stoppedTasks(sources.api, cluster, observation.target.deploymentId, within);
    evidence = { ...evidence, stoppedTasks: groupStopped(tasks) };
    const logs = sources.logs && (await failedLog(sources.api, sources.logs, tasks, within));
    if (logs) evidence = { ...evidence, logs };
  };
  await withDeadline(sources.clock, limitMs, "The evidence", gather, signal).catch(() => undefined);
  return { ...evidence, hints: hintsFor(evidence) };
}

/** The output of the container that failed most often, in the task that stopped last. */
async function failedLog(
  api: EcsApi,
  logs: LogsApi,
  tasks: readonly Task[],
  signal: AbortSignal,
): Promise<ContainerLogs | undefined> {
  // What never started has written nothing.
  const ran = tasks.filter(({ startedAt }) => startedAt !== undefined);
  const [worst] = groupStopped(ran);
  const task = ran
    .filter((one) => worst !== undefined && isLike(stoppedTask(one), worst))
    .sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))[0];
  if (!task?.taskDefinitionArn || !worst) return undefined;
  const { taskDefinition } = await taskDefinitionsOf(api).describe(task.taskDefinitionArn, signal);
  const name = worst.container ?? firstEssential(taskDefinition);
  if (name === undefined) return undefined;
  const runtimeId = task.containers?.find((container) => container.name === name)?.runtimeId;
  const taskId = task.taskArn?.split("/").at(-1) ?? "";
  const logging = { taskId, ...(runtimeId !== undefined && { runtimeId }) };
  return new ContainerLog(logs, taskDefinition, name, logging).last(signal);
}

/** What stands for a task without a container to blame, as health checks had ECS stop it. */
function firstEssential({ containerDefinitions = [] }: TaskDefinition): string | undefined {
  return containerDefinitions.find(({ essential }) => essential !== false)?.name;
}

/** What the snapshots hold, without another call. */
export function seenEvidence({ target, latest }: Observation): Evidence {
  if (!latest) return noEvidence;
  const { service, serviceDeployment } = latest;
  const { deploymentCircuitBreaker: breaker, alarms, statusReason } = serviceDeployment ?? {};
  const own = service?.deployments?.find(({ id }) => id === target.deploymentId);
  const words = statusReason ?? own?.rolloutStateReason;
  const events = service ? eventsSince(service, target.createdAt) : [];
  const seen = {
    ...noEvidence,
    alarms: alarms?.triggeredAlarmNames ?? [],
    ...(breaker?.threshold !== undefined && {
      breaker: { failures: breaker.failureCount ?? 0, threshold: breaker.threshold },
    }),
    ...(words !== undefined && { statusReason: words }),
    events: events.slice(0, eventsShown),
    targets: unhealthyTargets(events),
    capacity: capacityEvents(events),
  };
  return { ...seen, hints: hintsFor(seen) };
}
