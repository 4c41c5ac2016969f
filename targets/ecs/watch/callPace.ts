import type { Clock } from "../../../support/clock";

/** How many calls of a kind may go out: at once, and a second in the long run. */
export interface CallRate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Half of what ECS allows an account and region (API reference, request throttling: service read
 * 100 and 20, service deployment read 50 and 20). The other half is for consoles and other deployers.
 */
export const halfOfServiceReads: CallRate = { burst: 50, perSecond: 10 };
export const halfOfDeploymentReads: CallRate = { burst: 25, perSecond: 10 };

/** Holds calls back to a rate, in the order in which they come. */
export class CallPace {
  private tokens: number;
  private countedAt: number;

  constructor(
    private readonly clock: Clock,
    private readonly rate: CallRate,
  ) {
    this.tokens = rate.burst;
    this.countedAt = clock.monotonic();
  }

  /** Resolves when one more call may go out. @throws the signal's reason */
  async take(signal?: AbortSignal): Promise<void> {
    const now = this.clock.monotonic();
    const { burst, perSecond } = this.rate;
    const earned = ((now - this.countedAt) / 1000) * perSecond;
    this.tokens = Math.min(burst, this.tokens + earned) - 1;
    this.countedAt = now;
    // A negative balance: earlier callers still wait for these calls.
    if (this.tokens < 0) await this.clock.sleep((-this.tokens / perSecond) * 1000, signal);
  }
}
