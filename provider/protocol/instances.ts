import { setMaxListeners } from "node:events";
import type { Dispatch } from "./dispatch";

/**
 * One provider of the program (`new Provider(…)`, or the default one) in one operation of the
 * engine. Its settings are its own, and so is its end.
 */
export class Instance {
  private readonly cancelled = new AbortController();
  /** The instance's configuration as text; undefined before it is configured. */
  settings: string | undefined;

  constructor(readonly dispatch: Dispatch) {
    // Every resource that waits listens, and there may be hundreds.
    setMaxListeners(0, this.cancelled.signal);
  }

  get signal(): AbortSignal {
    return this.cancelled.signal;
  }

  cancel(): void {
    this.cancelled.abort(new Error("The engine cancelled the operation."));
  }
}

/**
 * The engine has a connection for each instance, and says in no request which one it means: the
 * connection tells them apart. As a process of its own the provider has one instance; attached to a
 * runner it has all of the operation.
 */
export class Instances {
  private readonly byConnection = new Map<string, Instance>();

  constructor(private readonly createDispatch: () => Dispatch) {}

  /** Of a connection that begins, or has begun. @param connection the address of its other end */
  begin(connection: string): Instance {
    const instance = this.byConnection.get(connection) ?? new Instance(this.createDispatch());
    this.byConnection.set(connection, instance);
    return instance;
  }

  /**
   * Of a connection at work. The engine closes one that was silent for half an hour, and comes with
   * another: that is the same instance where all have the same settings.
   * @throws Error where they differ: a guess could act on the wrong account
   */
  at(connection: string): Instance {
    const known = this.byConnection.get(connection);
    if (known) return known;
    const configured = this.all.filter(({ settings }) => settings !== undefined);
    const [first, ...others] = configured.filter(({ signal }) => !signal.aborted);
    if (others.some(({ settings }) => settings !== first?.settings)) {
      throw new Error(
        "The engine came with a new connection, and Slipway can't tell which of the program's providers it is for. Run again.",
      );
    }
    const instance = first ?? configured[0] ?? new Instance(this.createDispatch());
    this.byConnection.set(connection, instance);
    return instance;
  }

  get all(): Instance[] {
    return [...new Set(this.byConnection.values())];
  }
}
