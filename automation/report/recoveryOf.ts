import type { RolloutEvent } from "../../contract/events";
import type { Outcome } from "../../contract/outcome";
import type { ReleaseFacts } from "./releaseFacts";
import { outcomeOfEvent } from "./rolloutOf";

/** A service's recovery after a release that failed. */
export type Recovery =
  | {
      readonly kind: "run";
      /** `family:n` */
      readonly to: string;
      readonly outcome: Outcome;
      readonly event?: RolloutEvent;
    }
  | { readonly kind: "impossible"; readonly why: string };

/** @returns undefined where the service needed none, or no service was recovered */
export function recoveryOf(
  { recovery }: Pick<ReleaseFacts, "recovery">,
  service: string,
): Recovery | undefined {
  if (recovery?.kind !== "run") return undefined;
  const why = recovery.impossible.get(service);
  if (why !== undefined) return { kind: "impossible", why };
  const to = recovery.targets.get(service);
  if (to === undefined) return undefined;
  const event = recovery.engine.rollouts.get(service);
  return { kind: "run", to, outcome: outcomeOfEvent(event) ?? { kind: "not started" }, event };
}
