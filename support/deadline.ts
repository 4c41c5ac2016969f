import type { Clock } from "./clock";
import { SlipwayError } from "./errors";

export class DeadlineExceeded extends SlipwayError {
  readonly code = "DEADLINE_EXCEEDED";
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

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
