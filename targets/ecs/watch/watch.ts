import type { EcsTransientError } from "../ecsErrors";
import type { RolloutTarget, Snapshot } from "./snapshot";

export interface WatchRequest {
  cluster: string;
  service: string;
  target: RolloutTarget;
  /** False where the ServiceDeployment of this id tells of an earlier rollout. */
  withServiceDeployment: boolean;
}

/** Polls that ECS did not answer. */
export interface Trouble {
  /** Milliseconds on the local clock. */
  since: number;
  /** The last one's. */
  error: EcsTransientError;
}

/** One rollout's view of the common poll. */
export interface Watch {
  /**
   * The next snapshot. A throttled or failed poll is only a later one.
   * @throws what ECS refused (denied, credentials rejected …), or the signal's reason
   */
  next(signal?: AbortSignal): Promise<Snapshot>;
  /** The newest snapshot, whether `next` has handed it over or not. */
  readonly newest: Snapshot | undefined;
  /** There while polls get no answer. */
  readonly trouble: Trouble | undefined;
  /** Milliseconds without an answer, of all troubles that are over. */
  readonly silence: number;
  close(): void;
}

/** Hands each snapshot to whoever waits; the newest one waits for who comes late. */
export class OpenWatch implements Watch {
  trouble: Trouble | undefined;
  silence = 0;
  newest: Snapshot | undefined;
  private latest: Snapshot | undefined;
  private failure: { error: unknown } | undefined;
  private wake: () => void = () => undefined;

  constructor(
    readonly request: WatchRequest,
    readonly close: () => void,
  ) {}

  put(snapshot: Snapshot): void {
    if (this.trouble) this.silence += snapshot.at - this.trouble.since;
    this.trouble = undefined;
    this.latest = snapshot;
    this.newest = snapshot;
    this.failure = undefined;
    this.wake();
  }

  /** A poll got no answer; there will be another one. */
  missed(at: number, error: EcsTransientError): void {
    this.trouble = { since: this.trouble?.since ?? at, error };
  }

  fail(error: unknown): void {
    this.failure = { error };
    this.wake();
  }

  async next(signal?: AbortSignal): Promise<Snapshot> {
    if (!this.latest && !this.failure) await this.news(signal);
    const { latest, failure } = this;
    this.latest = undefined;
    this.failure = undefined;
    if (latest) return latest;
    throw failure?.error;
  }

  private news(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => reject(signal?.reason as Error);
      signal?.addEventListener("abort", abort, { once: true });
      this.wake = () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
    });
  }
}
