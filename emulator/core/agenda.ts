import type { Clock } from "../../support/clock";
import { day } from "./time";

/** An entry of the agenda; `cancel` has no effect once it has run. */
export interface Appointment {
  cancel(): void;
}

interface Entry {
  at: number;
  order: number;
  run: () => void;
  cancelled: boolean;
}

/**
 * Everything the emulator will do later, in order of time: one queue instead of a timer a task, so that an hour of
 * emulated time costs only what happens in it.
 */
export class Agenda {
  private heap: Entry[] = [];
  private counter = 0;
  private changed: () => void = () => undefined;
  private time: number;

  constructor(private readonly clock: Clock) {
    this.time = clock.now();
  }

  /** Emulated time in milliseconds; while an entry runs, the instant at which it was due. */
  now(): number {
    return Math.max(this.time, this.clock.now());
  }

  /** Calls `run` after `ms`. Entries that are due at the same instant run in the order of these calls. */
  after(ms: number, run: () => void): Appointment {
    const at = this.now() + Math.max(0, ms);
    const entry: Entry = { at, order: this.counter++, run, cancelled: false };
    this.push(entry);
    if (this.heap[0] === entry) this.changed();
    return {
      cancel: () => {
        entry.cancelled = true;
      },
    };
  }

  /** When the next entry is due; undefined for an empty agenda. */
  next(): number | undefined {
    while (this.heap[0]?.cancelled) this.pop();
    return this.heap[0]?.at;
  }

  /** Runs the entries that are due up to `end`, in order of time. */
  runUntil(end: number): void {
    for (let at = this.next(); at !== undefined && at <= end; at = this.next()) {
      this.time = Math.max(this.time, at);
      this.pop()?.run();
    }
  }

  /** Follows the clock until `signal` aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.runUntil(this.clock.now());
      const sooner = new AbortController();
      this.changed = () => sooner.abort(new Error("something sooner"));
      const at = this.next();
      const wait = at === undefined ? idle : at - this.clock.now();
      await this.clock.sleep(wait, AbortSignal.any([signal, sooner.signal])).catch(() => undefined);
    }
  }

  private push(entry: Entry): void {
    const { heap } = this;
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || !before(entry, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = entry;
  }

  private pop(): Entry | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (!left) break;
      if (right && before(right, left)) child++;
      const below = heap[child];
      if (!below || !before(below, last)) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

/** How long an empty agenda sleeps; an entry that is added wakes it. */
const idle = day;

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
