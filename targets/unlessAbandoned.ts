import { Abandoned } from "./rollout";

/**
 * A signal that aborts when the run is cancelled, but not when the rollout is abandoned: for what
 * is bounded in time and worth having of a rollout that is abandoned.
 */
export function unlessAbandoned(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (!signal) return undefined;
  if (signal.aborted) return signal.reason instanceof Abandoned ? signal.reason.cancel : signal;
  const own = new AbortController();
  const listenTo = (one: AbortSignal) => {
    const aborted = () => pass(one.reason);
    if (one.aborted) aborted();
    else one.addEventListener("abort", aborted, { once: true });
  };
  const pass = (reason: unknown) => {
    if (!(reason instanceof Abandoned)) own.abort(reason);
    else if (reason.cancel) listenTo(reason.cancel);
  };
  listenTo(signal);
  return own.signal;
}
