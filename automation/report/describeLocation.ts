import type { Outcome } from "../../contract/outcome";
import { recoveryOf } from "./recoveryOf";
import type { ReleaseFacts, StopFact } from "./releaseFacts";
import type { Rollout } from "./rolloutOf";

/** What a service runs after a release, in plain words: `back on mage-web:41`. */
export function describeLocation(
  facts: Pick<ReleaseFacts, "recovery" | "stops">,
  rollout: Rollout,
): string {
  const { service, from = "its old revision", to = "its new revision", lastDeployed } = rollout;
  const left = afterRelease(rollout.outcome, from, to, lastDeployed);
  const recovery = recoveryOf(facts, service);
  if (recovery?.kind === "impossible") return `${left}; it can't be recovered: ${recovery.why}`;
  if (recovery) return afterRecovery(recovery.outcome, recovery.to, to, left);
  const stop = facts.stops?.get(service);
  return stop ? afterStop(stop, left, lastDeployed ?? from, to) : left;
}

/** @param good the revision that a failed rollout leads back to */
function afterRelease(outcome: Outcome | undefined, from: string, to: string, good = from): string {
  switch (outcome?.kind) {
    case undefined:
    case "not started":
      return `still on ${from}, not touched`;
    case "deployed":
    case "unchanged":
      return `on ${to}`;
    case "rolled back":
      return outcome.finished
        ? `back on ${outcome.to ?? good}`
        : `rolling back to ${outcome.to ?? good}, not there yet`;
    case "superseded":
      return `taken over by another deployment${outcome.revision ? ` to ${outcome.revision}` : ""}`;
    case "gone":
      return "deleted while it was rolling";
    case "failed":
      return `on ${to}, failed; not recovered to ${good}`;
    case "stopped":
      return `between ${from} and ${to}: its deployment was stopped`;
    case "unknown":
      return `not known: on its way from ${from} to ${to} when last seen`;
    case "timed out":
    case "abandoned":
    case "cancelled":
      return `still moving from ${from} to ${to} when we stopped looking`;
  }
}

/** @param left where the release had left the service, which moved to `wanted` */
function afterRecovery(outcome: Outcome, to: string, wanted: string, left: string): string {
  switch (outcome.kind) {
    case "deployed":
    case "unchanged":
      return `back on ${to}`;
    case "not started":
      return left;
    case "rolled back":
      return `on ${outcome.to ?? wanted}: the recovery to ${to} failed`;
    case "failed":
    case "stopped":
      return `between ${wanted} and ${to}: the recovery failed`;
    default:
      return afterRelease(outcome, wanted, to);
  }
}

function afterStop(stop: StopFact, left: string, good: string, to: string): string {
  switch (stop.kind) {
    case "asked":
      return `rolling back to ${good}: ECS was asked to, the run did not wait for the end`;
    case "rolled back":
      return `back on ${good}`;
    case "deployed":
      return `on ${to}: it was deployed before the cancel, and stays`;
    case "failed":
      return `${left}; it could not be stopped: ${stop.why}`;
  }
}
