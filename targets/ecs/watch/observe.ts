import type { Deployment } from "@aws-sdk/client-ecs";
import {
  deploymentOf,
  eventsSince,
  type Failure,
  type Observation,
  type Progress,
  type RolloutTarget,
  type Sight,
  type Snapshot,
} from "./snapshot";

export function firstObservation(target: RolloutTarget, at: number): Observation {
  return {
    target,
    startedAt: at,
    latest: undefined,
    seen: false,
    stopRequested: false,
    failure: undefined,
    repeated: { sight: "other", times: 0 },
    progressAt: at,
    progress: { mostRunning: 0, fewestOthers: Number.MAX_SAFE_INTEGER, stage: "", mostTraffic: 0 },
  };
}

/** Takes one more snapshot into account. Pure. */
export function observe(before: Observation, snapshot: Snapshot): Observation {
  const { target } = before;
  const { service, serviceDeployment } = snapshot;
  const own = service && deploymentOf(service, target.deploymentId);
  const sight = sightOf(snapshot, own);
  const progress = progressOf(before.progress, snapshot, own);
  return {
    ...before,
    latest: snapshot,
    seen: before.seen || own !== undefined,
    stopRequested: before.stopRequested || serviceDeployment?.status === "ROLLBACK_REQUESTED",
    failure: before.failure ?? failureOf(target, snapshot, own),
    repeated: {
      sight,
      times: before.repeated.sight === sight ? before.repeated.times + 1 : 1,
    },
    progress,
    progressAt: isFurther(before.progress, progress) ? snapshot.at : before.progressAt,
  };
}

function sightOf({ service, serviceDeployment }: Snapshot, own: Deployment | undefined): Sight {
  if (!service) return "missing service";
  if (serviceDeployment?.status === "STOPPED") return "stopped";
  if (!own) return "absent";
  if (own.status !== "PRIMARY") return "other";
  if (own.rolloutState === "FAILED") return "primary failed";
  const alone = service.deployments?.length === 1;
  const full =
    own.runningCount === service.desiredCount &&
    own.desiredCount === service.desiredCount &&
    own.pendingCount === 0;
  return own.rolloutState === undefined && alone && full ? "steady without state" : "other";
}

function progressOf(
  { mostRunning, fewestOthers, stage, mostTraffic }: Progress,
  { service, serviceDeployment }: Snapshot,
  own: Deployment | undefined,
): Progress {
  const others = (service?.runningCount ?? 0) - (own?.runningCount ?? 0);
  const traffic = serviceDeployment?.targetServiceRevision?.requestedProductionTrafficWeight ?? 0;
  return {
    mostRunning: Math.max(mostRunning, own?.runningCount ?? 0),
    fewestOthers: service ? Math.min(fewestOthers, others) : fewestOthers,
    stage: serviceDeployment?.lifecycleStage ?? stage,
    mostTraffic: Math.max(mostTraffic, traffic),
  };
}

/** Tasks that are replaced over and over change counts too; only a new best counts. */
function isFurther(before: Progress, after: Progress): boolean {
  return (
    after.mostRunning > before.mostRunning ||
    after.fewestOthers < before.fewestOthers ||
    after.stage !== before.stage ||
    after.mostTraffic > before.mostTraffic
  );
}

const breakerPrefix = "ECS deployment circuit breaker:";

function failureOf(
  { deploymentId, createdAt }: RolloutTarget,
  { service, serviceDeployment }: Snapshot,
  own: Deployment | undefined,
): Failure | undefined {
  const { deploymentCircuitBreaker, alarms, statusReason = "" } = serviceDeployment ?? {};
  if (alarms?.status === "TRIGGERED") {
    const names = alarms.triggeredAlarmNames?.join(", ");
    return { by: "alarm", reason: names ? `alarm ${names}` : statusReason || "alarm detected" };
  }
  if (deploymentCircuitBreaker?.status === "TRIGGERED") {
    return { by: "breaker", reason: statusReason || "the circuit breaker's threshold was reached" };
  }
  if (/circuit breaker/i.test(statusReason)) return { by: "breaker", reason: statusReason };
  if (own?.rolloutState === "FAILED") {
    const reason = own.rolloutStateReason ?? "";
    if (reason.startsWith(breakerPrefix)) return { by: "breaker", reason };
    if (/alarm/i.test(reason)) return { by: "alarm", reason };
  }
  const event = service && failureEvent(eventsSince(service, createdAt), deploymentId);
  if (event !== undefined) return { by: causeInEvent(event), reason: event };
  return own?.rolloutState === "FAILED"
    ? { by: "unknown", reason: own.rolloutStateReason ?? "ECS gives no reason" }
    : undefined;
}

function failureEvent(events: readonly string[], id: string): string | undefined {
  const start = `(deployment ${id}) deployment failed: `;
  const message = events.find((event) => event.includes(start));
  return message?.slice(message.indexOf(start) + start.length);
}

function causeInEvent(event: string): Failure["by"] {
  if (event.startsWith("alarm")) return "alarm";
  return event.startsWith("tasks failed to start") ? "breaker" : "unknown";
}
