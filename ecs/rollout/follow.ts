import type { Clock } from "../../support/clock";
import { DeadlineExceeded, withDeadline } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import { firstObservation, observe } from "./observe";
import type { Outcome } from "./outcome";
import { Abandoned, type RolloutLimits } from "./rollout";
import type { Observation, RolloutTarget } from "./snapshot";
import { verdict, type Verdict, type VerdictRules } from "./verdict";
import type { Watch } from "./watcher";

export interface Followed {
  outcome: Outcome;
  reason: string;
  observation: Observation;
}

export interface FollowRequest {
  target: RolloutTarget;
  limits: RolloutLimits;
  rules: VerdictRules;
}

/** Refusals in a row before we say that we don't know any more. */
const refusals = 3;

/**
 * Waits until the rollout has ended, a limit is reached or the signal aborts, whichever comes
 * first. Never rejects.
 */
export async function follow(
  clock: Clock,
  watch: Watch,
  { target, limits, rules }: FollowRequest,
  onSnapshot: (observation: Observation, verdict: Verdict) => void,
  signal?: AbortSignal,
): Promise<Followed> {
  let observation = firstObservation(target, clock.now());
  let current: Verdict = { state: "moving" };
  let refused = 0;
  /** Since when nothing has moved on although it should have. */
  let quietSince = clock.now();
  const hardLimit = clock.now() + limits.timeout * 1000;
  for (;;) {
    const quietLimit = quietSince + limits.noProgress * 1000;
    const wait = Math.min(hardLimit, quietLimit) - clock.now();
    try {
      const snapshot = await withDeadline(clock, wait, "The rollout", (s) => watch.next(s), signal);
      observation = observe(observation, snapshot);
      const before = current;
      current = verdict(observation, rules);
      if (current.state === "ended") return { ...current, observation };
      refused = 0;
      quietSince = Math.max(quietSince, observation.progressAt);
      // What rests may rest; and a rollback gets the time that a rollout gets.
      if (current.resting || isNewlyFailing(before, current)) quietSince = clock.now();
      onSnapshot(observation, current);
    } catch (error) {
      if (signal?.aborted) return { ...stoppedWaiting(signal.reason, current), observation };
      if (error instanceof DeadlineExceeded) {
        const limit = hardLimit <= quietLimit ? "hard limit" : "no progress";
        return { ...outOfTime(limit, limits, current), observation };
      }
      refused += 1;
      if (refused < refusals) continue;
      const reason = `ECS does not answer any more (${messageOf(error)}); the deployment may still be moving.`;
      return { outcome: { kind: "unknown" }, reason, observation };
    }
  }
}

function isNewlyFailing(before: Verdict, now: Verdict): boolean {
  const was = before.state === "moving" && before.failing !== undefined;
  return !was && now.state === "moving" && now.failing !== undefined;
}

function stoppedWaiting(reason: unknown, current: Verdict): Pick<Followed, "outcome" | "reason"> {
  const kind = reason instanceof Abandoned ? "abandoned" : "cancelled";
  const failing = current.state === "moving" ? current.failing : undefined;
  const state = failing ? `ECS is rolling it back (${failing.reason})` : "it is still moving";
  const why = kind === "abandoned" ? "a sibling failed" : "the run was cancelled";
  return {
    outcome: { kind },
    reason: `Left in flight, as ${why}: ${state}.`,
  };
}

function outOfTime(
  limit: "no progress" | "hard limit",
  limits: RolloutLimits,
  current: Verdict,
): Pick<Followed, "outcome" | "reason"> {
  const seconds = limit === "hard limit" ? limits.timeout : limits.noProgress;
  if (current.state === "moving" && current.failing) {
    const { outcome, reason } = current.failing;
    return { outcome, reason: `${reason} The rollback has not ended within ${seconds} s.` };
  }
  const reason =
    limit === "hard limit"
      ? `The rollout took longer than ${seconds} s and is still moving.`
      : `Nothing has moved on for ${seconds} s; the deployment is still there.`;
  return { outcome: { kind: "timed out", limit }, reason };
}
