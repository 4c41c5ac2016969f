import type { Outcome } from "../../contract/outcome";
import type { ReleaseFacts } from "../report/releaseFacts";
import { rolloutsOf, type Rollout } from "../report/rolloutOf";
import type { StackState } from "../workspace/stackState";

/** A service of a release whose rollouts have all ended. */
export interface EndedRollout {
  readonly service: string;
  readonly outcome: Outcome;
  /** The rollout ended as `abandoned`, even if a look at ECS has found out more since. */
  readonly abandoned?: boolean;
  /** `family:n` to recover to, and that the release moved the service to. */
  readonly from?: string;
  readonly to?: string;
  /** Of the release's own deployment. */
  readonly deploymentId?: string;
}

/** @param before the state from before the release, which remembers what was deployed */
export function endedRollouts(facts: ReleaseFacts, before: StackState): EndedRollout[] {
  return rolloutsOf(facts).map((rollout) => {
    const { service, outcome = { kind: "not started" }, to, deploymentId } = rollout;
    const abandoned = facts.engine.rollouts.get(service)?.outcome?.kind === "abandoned";
    const from = revisionBefore(rollout, before);
    return { service, outcome, abandoned, from, to, deploymentId };
  });
}

function revisionBefore(
  { service, outcome, from, to, lastDeployed, deploymentId }: Rollout,
  before: StackState,
): string | undefined {
  // A rollout that was abandoned before it moved the service leaves it on `from`.
  const untouched = outcome?.kind === "abandoned" && deploymentId === undefined;
  if (!untouched && lastDeployed !== undefined) return lastDeployed;
  if (from !== undefined && from !== to) return from;
  // A rollout that an earlier run had begun was under way to `to` already: the state has the old one.
  const state = before.rollouts.find((one) => one.service === service);
  return state?.history[0]?.revision ?? from;
}
