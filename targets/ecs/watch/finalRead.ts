import type { Observation } from "./snapshot";
import { agreeing } from "../judge/verdict";
import { patience } from "../../../support/patience";

/**
 * A process that was suspended (a laptop asleep, a paused container) wakes up behind its deadline,
 * before any answer can arrive. So a limit is only reached by what was asked for shortly before;
 * else there is one more look. All times in milliseconds on the local clock.
 */
export class FinalRead {
  private end: number | undefined;

  /** Until when to wait for what was asked for; undefined where nothing is missing. */
  until(observation: Observation, now: number): number | undefined {
    return isRecent(observation, now) ? undefined : this.end;
  }

  /** There is time again. */
  over(): void {
    this.end = undefined;
  }

  /** @returns false when there was one already, in which nothing was seen */
  begin(now: number): boolean {
    if (this.end !== undefined && !isLate(now, this.end)) return false;
    this.end = now + patience.finalReadMs;
    return true;
  }
}

/** Whether so much was seen lately that it says how it is now: one answer may be a stale read. */
export function isRecent({ latest, repeated }: Observation, now: number): boolean {
  return latest !== undefined && now - latest.at <= patience.recentMs && repeated.times >= agreeing;
}

/** Whether the process slept through the end of a wait. */
export function isLate(now: number, due: number): boolean {
  return now - due > patience.recentMs;
}
