import type { Clock } from "../../support/clock";

interface Sleeper {
  at: number;
  order: number;
  wake: () => void;
}

/** Time that moves only when told to: `advance` wakes every sleeper on the way, in order. */
export class VirtualClock implements Clock {
  private sleepers: Sleeper[] = [];
  private counter = 0;
  private shift = 0;

  constructor(private time = Date.parse("2026-01-01T00:00:00Z")) {}

  now(): number {
    return this.time + this.shift;
  }

  monotonic(): number {
    return this.time;
  }

  /** As when an administrator sets the clock: no time passes, but the time of day is another. */
  set(ms: number): void {
    this.shift += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const sleeper: Sleeper = { at: this.time + Math.max(0, ms), order: this.counter++, wake };
      const abort = () => {
        this.sleepers = this.sleepers.filter((s) => s !== sleeper);
        reject(signal?.reason as Error);
      };
      function wake() {
        signal?.removeEventListener("abort", abort);
        resolve();
      }
      signal?.addEventListener("abort", abort, { once: true });
      this.sleepers.push(sleeper);
    });
  }

  /** Moves time on by `ms`; what wakes up runs to its next wait before later sleepers wake. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (let next = this.due(end); next; next = this.due(end)) {
      this.sleepers = this.sleepers.filter((s) => s !== next);
      this.time = Math.max(this.time, next.at);
      next.wake();
      await settle();
    }
    this.time = end;
  }

  /** As when the process was suspended: `ms` later, what was due in between wakes up all at once. */
  async jump(ms: number): Promise<void> {
    await settle();
    this.time += ms;
    await this.advance(0);
  }

  /** How many waits are pending. */
  get pending(): number {
    return this.sleepers.length;
  }

  private due(end: number): Sleeper | undefined {
    return this.sleepers
      .filter((s) => s.at <= end)
      .reduce<Sleeper | undefined>(
        (first, s) => (first && before(first, s) ? first : s),
        undefined,
      );
  }
}

function before(a: Sleeper, b: Sleeper): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Lets everything that is ready run: promise jobs, then one turn of the event loop. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
