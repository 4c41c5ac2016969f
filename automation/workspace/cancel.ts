import type { Clock } from "../../support/clock";

/** How long an engine that got the terminal's signal itself takes to say so; measured: < 50 ms. */
const graceMs = 400;

export interface CancelRelay {
  /** Aborts when the engine has to be told. */
  readonly signal: AbortSignal;
  /** Call when the engine says that it is cancelling. */
  seen(): void;
  readonly wasSeen: boolean;
  /** Call when the engine has ended. */
  done(): void;
}

/**
 * Hands a cancellation on to the engine exactly once. A signal to the whole process group
 * (a terminal, Buildkite) reaches the engine by itself, and a second one would make it drop
 * everything in flight; a signal to the runner alone reaches nobody. So: wait a moment for
 * the engine's own word, and tell it only when there is none.
 */
export function relayCancel(clock: Clock, request: AbortSignal | undefined): CancelRelay {
  const engine = new AbortController();
  const over = new AbortController();
  let seen = false;
  const relay = () => {
    void clock.sleep(graceMs, over.signal).then(
      () => {
        if (!seen) engine.abort(request?.reason);
      },
      () => undefined,
    );
  };
  if (request?.aborted) relay();
  else request?.addEventListener("abort", relay, { once: true });
  return {
    signal: engine.signal,
    seen() {
      seen = true;
    },
    get wasSeen() {
      return seen;
    },
    done() {
      request?.removeEventListener("abort", relay);
      over.abort(new Error("the engine has ended"));
    },
  };
}
