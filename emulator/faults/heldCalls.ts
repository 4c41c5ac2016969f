/** A call that waits until it is released. */
export interface HeldCall {
  service: string;
  operation: string;
  /** Where the call waits: before its operation, or after it with the answer. */
  at: "request" | "answer";
}

/** The calls that a fault of kind `hold` keeps waiting. */
export class HeldCalls {
  private readonly waiting = new Map<HeldCall, () => void>();
  private readonly listeners = new Set<(call: HeldCall) => void>();

  get calls(): HeldCall[] {
    return [...this.waiting.keys()];
  }

  /** The first call that waits, now or later. Rejects with the signal's reason. */
  next(signal: AbortSignal): Promise<HeldCall> {
    const [first] = this.calls;
    if (first) return Promise.resolve(first);
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const abort = () => {
        this.listeners.delete(listen);
        reject(signal.reason as Error);
      };
      const listen = (call: HeldCall) => {
        this.listeners.delete(listen);
        signal.removeEventListener("abort", abort);
        resolve(call);
      };
      this.listeners.add(listen);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  /** Releases every call that waits now. @returns how many */
  release(): number {
    const going = [...this.waiting.values()];
    for (const go of going) go();
    return going.length;
  }

  /** Waits until `release` is called. Rejects when the client has gone away. */
  hold(call: HeldCall, gone: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => () => {
        this.waiting.delete(call);
        gone.removeEventListener("abort", abort);
        settle();
      };
      const abort = end(() => reject(gone.reason as Error));
      if (gone.aborted) {
        abort();
        return;
      }
      this.waiting.set(call, end(resolve));
      gone.addEventListener("abort", abort, { once: true });
      for (const listen of [...this.listeners]) listen(call);
    });
  }
}
