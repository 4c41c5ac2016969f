import type { RolloutEvent } from "../../contract/events";
import type { Outcome } from "../../contract/outcome";
import type { CutOffFact, ReleaseFacts } from "./releaseFacts";

/** A service's rollout, as all facts together tell of it. */
export interface Rollout {
  readonly service: string;
  /** Revisions `family:n`. */
  readonly from?: string;
  readonly to?: string;
  /** `family:n` that was deployed last, where `from` was not. */
  readonly lastDeployed?: string;
  readonly deploymentId?: string;
  /** Absent where none took place. */
  readonly outcome?: Outcome;
}

/** The rollouts of all services that a release names, in their order. */
export function rolloutsOf(facts: ReleaseFacts): Rollout[] {
  return facts.settings.services.map(({ name }) => rolloutOf(facts, name));
}

export function rolloutOf(
  { command, engine, cutOff }: Pick<ReleaseFacts, "command" | "engine" | "cutOff">,
  service: string,
): Rollout {
  const revision = engine.revisions.get(service);
  const event = engine.rollouts.get(service);
  const found = cutOff?.get(service);
  return {
    service,
    from: event?.from ?? revision?.from.revision,
    to: event?.to ?? revision?.to.revision,
    lastDeployed: event?.lastDeployed,
    deploymentId: found?.kind === "begun" ? found.deploymentId : event?.deploymentId,
    outcome: movesServices(command) ? (outcomeFound(found) ?? outcomeOfEvent(event)) : undefined,
  };
}

/** Services that a release was to move and that the engine, though it succeeded, never reported. */
export function missingServices(facts: ReleaseFacts): string[] {
  if (!movesServices(facts.command) || !facts.engine.succeeded) return [];
  return rolloutsOf(facts).flatMap(({ service, outcome }) => (outcome ? [] : [service]));
}

/** Whether a command moves services, and so ends with an outcome for each. */
export function movesServices(command: ReleaseFacts["command"]): boolean {
  return command === "up" || command === "rollback";
}

/** A rollout that began and whose end the engine never reported may still be moving. */
export function outcomeOfEvent(event: RolloutEvent | undefined): Outcome | undefined {
  if (event === undefined || event.phase === "planned") return undefined;
  return event.outcome ?? { kind: "unknown" };
}

/** The outcome that a look at ECS has found instead of `abandoned`. */
function outcomeFound(found: CutOffFact | undefined): Outcome | undefined {
  switch (found?.kind) {
    case "superseded":
      return { kind: "superseded", by: found.by, revision: found.revision };
    case "unknown":
      return { kind: "unknown" };
    default:
      return undefined;
  }
}
