import { EcsThrottled } from "../ecsErrors";
import type { RolloutLimits } from "../../rollout";
import type { Watch } from "./watch";

type Silence = Pick<Watch, "trouble" | "silence">;

/** What a snapshot says about time. Milliseconds on the local clock. */
export interface Passed {
  /** When the deployment last came nearer to its end. */
  progressAt: number;
  /** Something else is waited for from now on: the limit for progress begins anew. */
  again: boolean;
  /** ECS bakes, or waits for somebody: the time until the next snapshot counts for no limit. */
  idle: boolean;
}

/** When a rollout is out of time. All times in milliseconds on the local clock. */
export class RolloutTimer {
  /** Since when nothing has moved on although it should have. */
  private quietSince: number;
  private hardLimit: number;
  private silence = 0;
  /** When the last snapshot found the deployment at rest. */
  private idleSince: number | undefined;

  constructor(
    startedAt: number,
    private readonly limits: RolloutLimits,
  ) {
    this.quietSince = startedAt;
    this.hardLimit = startedAt + limits.timeout * 1000;
  }

  /** The limit that comes first. */
  get limit(): "no progress" | "hard limit" {
    const idle = this.idleSince !== undefined;
    return !idle && this.hardLimit <= this.quietLimit ? "hard limit" : "no progress";
  }

  /**
   * How long to wait for the next snapshot. Without any answer neither limit says anything: then
   * this is when to say that nobody knows. Throttling is a kind of answer and lasts.
   */
  until({ trouble }: Silence): number {
    if (!trouble) return this.limit === "hard limit" ? this.hardLimit : this.quietLimit;
    const { noProgress, timeout } = this.limits;
    const seconds = trouble.error instanceof EcsThrottled ? 2 * timeout : noProgress;
    return trouble.since + seconds * 1000;
  }

  passed(now: number, { silence }: Silence, { progressAt, again, idle }: Passed): void {
    const silent = silence - this.silence;
    this.silence = silence;
    const rested = this.idleSince === undefined ? silent : now - this.idleSince;
    this.hardLimit += rested;
    this.quietSince = Math.max(this.quietSince + rested, progressAt);
    if (again || idle) this.quietSince = now;
    this.idleSince = idle ? now : undefined;
  }

  private get quietLimit(): number {
    return this.quietSince + this.limits.noProgress * 1000;
  }
}
