import type { Task } from "@aws-sdk/client-ecs";
import type { EcsApi } from "../ecsApi";
import { chunks } from "../services";
import { noEvidence, type Evidence, type StoppedTasks } from "./evidence";
import { eventsSince, type Observation } from "./snapshot";

const tasksPerCall = 100;
const eventsShown = 10;

/**
 * What explains a rollout's end. Tasks of this deployment only: a good rollout stops old ones too.
 * Never fails a rollout: what can't be read is left out.
 */
export async function collectEvidence(
  api: EcsApi,
  cluster: string,
  observation: Observation,
  signal?: AbortSignal,
): Promise<Evidence> {
  const seen = seenEvidence(observation);
  try {
    const startedBy = observation.target.deploymentId;
    const arns = await api.listTasks({ cluster, startedBy, desiredStatus: "STOPPED" }, signal);
    const answers = await Promise.all(
      chunks(arns, tasksPerCall).map((some) => api.describeTasks(cluster, some, signal)),
    );
    return { ...seen, stoppedTasks: groupStopped(answers.flatMap(({ tasks }) => tasks)) };
  } catch {
    return seen;
  }
}

/** What the snapshots hold, without another call. */
export function seenEvidence({ target, latest }: Observation): Evidence {
  if (!latest) return noEvidence;
  const { service, serviceDeployment } = latest;
  const { deploymentCircuitBreaker: breaker, alarms, statusReason } = serviceDeployment ?? {};
  const own = service?.deployments?.find(({ id }) => id === target.deploymentId);
  const words = statusReason ?? own?.rolloutStateReason;
  return {
    ...noEvidence,
    alarms: alarms?.triggeredAlarmNames ?? [],
    ...(breaker?.threshold !== undefined && {
      breaker: { failures: breaker.failureCount ?? 0, threshold: breaker.threshold },
    }),
    ...(words !== undefined && { statusReason: words }),
    events: service ? eventsSince(service, target.createdAt).slice(0, eventsShown) : [],
  };
}

/** Most frequent first. Tasks that ECS stopped to scale in tell nothing and are left out. */
export function groupStopped(tasks: readonly Task[]): StoppedTasks[] {
  const groups = new Map<string, StoppedTasks>();
  for (const task of tasks) {
    if (task.stoppedReason?.startsWith("Scaling activity initiated by")) continue;
    const one = explain(task);
    const key = JSON.stringify([one.reason, one.stopCode, one.container, one.exitCode]);
    const group = groups.get(key);
    groups.set(key, group ? { ...group, count: group.count + 1 } : one);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** The container to blame: one with a reason of its own, else one that exited with an error. */
function explain({ containers = [], stoppedReason, stopCode, taskArn = "" }: Task): StoppedTasks {
  const culprit =
    containers.find(({ reason }) => reason !== undefined) ??
    containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0);
  return {
    reason: culprit?.reason ?? stoppedReason ?? "no reason given",
    ...(stopCode !== undefined && { stopCode }),
    ...(culprit?.name !== undefined && { container: culprit.name }),
    ...(culprit?.exitCode !== undefined && { exitCode: culprit.exitCode }),
    count: 1,
    taskArn,
  };
}
