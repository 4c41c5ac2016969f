import type { Clock } from "../../support/clock";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long what comes after a signal belongs to the same press, in milliseconds. */
const onePressMs = 1000;

interface Reactions {
  readonly first: (signal: string) => void;
  readonly second: (signal: string) => void;
}

interface Emitter {
  on(event: (typeof signals)[number], listener: (signal: string) => void): unknown;
}

/**
 * The first signal asks for an end, the second one makes it; one press counts once. A press may
 * arrive twice: a terminal and a CI signal the whole process group, and npm hands on what it gets;
 * a shell does the same with the SIGHUP of a terminal that is closed.
 */
export function onSignals(source: Emitter, clock: Clock, { first, second }: Reactions): void {
  let since: number | undefined;
  for (const name of signals) {
    source.on(name, () => {
      if (since === undefined) {
        since = clock.monotonic();
        first(name);
        return;
      }
      if (clock.monotonic() - since >= onePressMs) second(name);
    });
  }
}
