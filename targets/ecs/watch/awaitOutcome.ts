import type { Clock } from "../../../support/clock";
import { DeadlineExceeded, withDeadline } from "../../../support/deadline";
import { messageOf } from "../../../support/errors";
import type { FailEarly } from "../judge/failEarly";
import { isLate, isRecent, FinalRead } from "./finalRead";
import { firstObservation, observe } from "./observe";
import type { Outcome } from "../../../contract/outcome";
import { isBounded } from "../judge/idlePhaseOf";
import { Abandoned, type RolloutLimits } from "../../rollout";
import { RolloutTimer } from "./rolloutTimer";
import type { Observation, RolloutTarget } from "./snapshot";
import { verdict, type Verdict, type VerdictRules } from "../judge/verdict";
import type { Watch } from "./watch";

export interface AwaitedOutcome {
  outcome: Outcome;
  reason: string;
  observation: Observation;
}

export interface AwaitOutcomeRequest {
  target: RolloutTarget;
  limits: RolloutLimits;
  rules: VerdictRules;
  /** Stops the rollout when it is hopeless; it goes on to its own end without. */
  failEarly?: Pick<FailEarly, "look">;
}

/** Refusals in a row before we say that we don't know any more. */
const refusals = 3;

/**
 * Waits until the rollout has ended, a limit is reached or the signal aborts, whichever comes
 * first. Time in which ECS does not answer, bakes or waits for somebody counts for no limit.
 * Never rejects.
 */
export async function awaitOutcome(
  clock: Clock,
  watch: Watch,
  { target, limits, rules, failEarly }: AwaitOutcomeRequest,
  onSnapshot: (observation: Observation, verdict: Verdict) => void,
  signal?: AbortSignal,
): Promise<AwaitedOutcome> {
  let observation = firstObservation(target, clock.monotonic());
  let current: Verdict = { state: "moving" };
  let refused = 0;
  const timer = new RolloutTimer(clock.monotonic(), limits);
  const look = new FinalRead();
  for (;;) {
    const now = clock.monotonic();
    if (timer.until(watch) > now) look.over();
    const wait = (look.until(observation, now) ?? timer.until(watch)) - now;
    const within = <T>(work: (signal: AbortSignal) => Promise<T>) =>
      withDeadline(clock, wait, "A look at the rollout", work, signal);
    try {
      const snapshot = await within((s) => watch.next(s));
      observation = observe(observation, snapshot);
      const before = current;
      current = verdict(observation, rules);
      if (failEarly && current.state === "moving" && !observation.failure) {
        const seen = observation;
        const failure = await within((s) => failEarly.look(seen, s));
        if (failure) observation = { ...observation, failure };
        current = verdict(observation, rules);
      }
      if (current.state === "ended") return { ...current, observation };
      refused = 0;
      const { idle } = current;
      timer.passed(clock.monotonic(), watch, {
        progressAt: observation.progressAt,
        // A rollback gets the time that a rollout gets.
        again: isNewlyFailing(before, current) || (idle !== undefined && !isBounded(idle)),
        idle: idle !== undefined && isBounded(idle),
      });
      onSnapshot(observation, current);
    } catch (error) {
      if (signal?.aborted) {
        // The answer in which a sibling failed tells of this rollout, too.
        const { newest } = watch;
        if (newest && newest !== observation.latest) observation = observe(observation, newest);
        current = verdict(observation, rules);
        if (current.state === "ended") return { ...current, observation };
        return { ...stoppedWaiting(signal.reason, current), observation };
      }
      if (error instanceof DeadlineExceeded) {
        const { trouble } = watch;
        const now = clock.monotonic();
        const limit = timer.until(watch);
        if (limit > now) continue;
        if (!trouble && isRecent(observation, now)) {
          return { ...outOfTime(timer.limit, limits, current), observation };
        }
        if ((!trouble || isLate(now, limit)) && look.begin(now)) continue;
        return { ...noAnswer(trouble?.error ?? error), observation };
      }
      refused += 1;
      if (refused >= refusals) return { ...noAnswer(error), observation };
    }
  }
}

function noAnswer(error: unknown): Pick<AwaitedOutcome, "outcome" | "reason"> {
  return {
    outcome: { kind: "unknown" },
    reason: `ECS does not answer any more (${messageOf(error)}); the deployment may still be moving.`,
  };
}

function isNewlyFailing(before: Verdict, now: Verdict): boolean {
  const was = before.state === "moving" && before.failing !== undefined;
  return !was && now.state === "moving" && now.failing !== undefined;
}

function stoppedWaiting(
  reason: unknown,
  current: Verdict,
): Pick<AwaitedOutcome, "outcome" | "reason"> {
  const kind = reason instanceof Abandoned ? "abandoned" : "cancelled";
  const failing = current.state === "moving" ? current.failing : undefined;
  // It may have ended, or have been brought back, when this is read.
  const state = failing ? `ECS was rolling it back (${failing.reason})` : "it was still moving";
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
): Pick<AwaitedOutcome, "outcome" | "reason"> {
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
