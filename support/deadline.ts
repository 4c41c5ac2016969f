import type { Clock } from "./clock";
import { SlipwayError } from "./errors";

export class DeadlineExceeded extends SlipwayError {
  readonly code = "DEADLINE_EXCEEDED";
  readonly ends = "unexpected";
}

/**
 * Runs `work` with a signal that aborts when `ms` have passed on `clock` or `parent` aborts,
 * whichever comes first.
 * @throws DeadlineExceeded naming `what`, or the parent's reason
 */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
  parent?: AbortSignal,
): Promise<T> {
  const own = new AbortController();
  const signal = parent ? AbortSignal.any([parent, own.signal]) : own.signal;
  const timerDone = new AbortController();
  const timer = clock
    .sleep(ms, timerDone.signal)
    .then(() => own.abort(new DeadlineExceeded(`${what} took longer than ${ms / 1000} s.`)))
    .catch(() => undefined);
  try {
    return await Promise.race([work(signal), rejection(signal)]);
  } finally {
    timerDone.abort(new Error("done"));
    await timer;
  }
}

/**
 * Runs `work` with a signal that aborts when it has not called `moved` for `ms`, however long it
 * takes as a whole, or when `parent` aborts.
 * @throws DeadlineExceeded naming `what`, or the parent's reason
 */
export async function withIdleLimit<T>(
  clock: Clock,
  ms: number,
  what: string,
  work: (signal: AbortSignal, moved: () => void) => Promise<T>,
  parent?: AbortSignal,
): Promise<T> {
  const own = new AbortController();
  const signal = parent ? AbortSignal.any([parent, own.signal]) : own.signal;
  const done = new AbortController();
  let last = clock.monotonic();
  const watch = async (): Promise<void> => {
    for (let left = ms; left > 0; left = last + ms - clock.monotonic()) {
      await clock.sleep(left, done.signal);
    }
    own.abort(new DeadlineExceeded(`${what} moved nothing for ${ms / 1000} s.`));
  };
  const watching = watch().catch(() => undefined);
  try {
    return await Promise.race([work(signal, () => (last = clock.monotonic())), rejection(signal)]);
  } finally {
    done.abort(new Error("done"));
    await watching;
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
