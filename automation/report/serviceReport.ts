import type { RolloutEvent } from "../../contract/events";
import type { Outcome } from "../../contract/outcome";
import { describeLocation } from "./describeLocation";
import { recoveryOf } from "./recoveryOf";
import type { ReleaseFacts } from "./releaseFacts";
import type { EndReport, RecoveryReport, ServiceReport } from "./releaseReport";
import { movesServices, type Rollout } from "./rolloutOf";

/** What became of one service, or would. */
export function serviceReport(facts: ReleaseFacts, rollout: Rollout): ServiceReport {
  const { service, from, to, lastDeployed, deploymentId, outcome } = rollout;
  const { command, engine, cutOff } = facts;
  const revision = engine.revisions.get(service);
  const event = engine.rollouts.get(service);
  const before = revision?.from.images ?? {};
  const unchanged = event?.outcome?.kind === "unchanged";
  const recovery = recoveryReport(facts, service);
  return {
    service,
    from,
    to,
    lastDeployed,
    action: revision?.action ?? (unchanged ? "unchanged" : undefined),
    images: Object.entries(revision?.to.images ?? {})
      .map(([container, image]) => ({ container, from: before[container], to: image }))
      .filter((image) => image.from !== image.to),
    variables: revision?.variables ?? [],
    ...(outcome && endReport(outcome)),
    deploymentId,
    reason: cutOffReason(cutOff?.get(service)) ?? event?.reason,
    next: event?.next,
    evidence: event?.evidence,
    seconds: event?.seconds,
    ...(recovery && { recovery }),
    ...(movesServices(command) && { now: describeLocation(facts, rollout) }),
  };
}

/** An outcome as the public reports have it: its kind, and all that is known of it. */
export function endReport(outcome: Outcome): EndReport {
  return { outcome: outcome.kind, detail: outcome };
}

type CutOff = ReturnType<NonNullable<ReleaseFacts["cutOff"]>["get"]>;

function cutOffReason(found: CutOff): string | undefined {
  switch (found?.kind) {
    case "superseded":
      return `Given up as a sibling failed; another deployment (${found.by} of ${found.revision}) has taken over.`;
    case "unknown":
      return `Given up as a sibling failed, and not recovered: ECS does not say what the service runs: ${found.why}`;
    default:
      return undefined;
  }
}

function recoveryReport(facts: ReleaseFacts, service: string): RecoveryReport | undefined {
  const recovery = recoveryOf(facts, service);
  if (recovery?.kind !== "run") return undefined;
  const { to, outcome, event } = recovery;
  return {
    to,
    ...endReport(outcome),
    reason: event?.reason,
    next: event?.next ?? nextStep(outcome, facts.settings.stack, to),
    seconds: event?.seconds,
    evidence: event?.evidence,
  };
}

/** Where the end of a recovery is not known, a person has to look. */
function nextStep({ kind }: Outcome, environment: string, to: string): RolloutEvent["next"] {
  if (kind !== "unknown") return undefined;
  const look = `slipway status ${environment} --watch`;
  return `renew the credentials, then ${look}; where it does not run ${to}: slipway rollback ${environment} --to ${to}`;
}
