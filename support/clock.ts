/** Time and chance as arguments: everything that waits or draws takes them from here. */

export interface Clock {
  /** Milliseconds since the epoch, for points in time. An administrator or NTP may set it. */
  now(): number;
  /** Milliseconds since some start, for limits and durations: setting the clock changes nothing. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A number in [0, 1). */
export type Random = () => number;

export const systemRandom: Random = () => Math.random();

/** Milliseconds; what is longer, a timer of Node's takes for 1. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    let left = ms;
    for (; left > longestTimer; left -= longestTimer) await oneTimer(longestTimer, signal);
    await oneTimer(left, signal);
  },
};

function oneTimer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** A clock that runs `factor` times as fast as `base`, from the same instant on. */
export function scaledClock(base: Clock, factor: number): Clock {
  const origin = base.now();
  const start = base.monotonic();
  return {
    now: () => origin + (base.now() - origin) * factor,
    monotonic: () => start + (base.monotonic() - start) * factor,
    sleep: (ms, signal) => base.sleep(ms / factor, signal),
  };
}
