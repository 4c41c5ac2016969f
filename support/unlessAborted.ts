/**
 * What `promise` comes to, unless `signal` aborts first: for work that several callers wait for,
 * and that goes on when one of them doesn't any more.
 * @throws the signal's reason
 */
export async function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    // A signal may live longer than a thousand calls.
    signal.removeEventListener("abort", abort);
  }
}
