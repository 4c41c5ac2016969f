const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

interface Reactions {
  readonly first: (signal: string) => void;
  readonly second: (signal: string) => void;
}

interface Emitter {
  on(event: (typeof signals)[number], listener: (signal: string) => void): unknown;
}

/** The first signal asks for an end, the second one makes it; one press counts once. */
export function onSignals(source: Emitter, { first, second }: Reactions): void {
  let count = 0;
  for (const name of signals) {
    source.on(name, () => {
      count += 1;
      if (count === 1) first(name);
      else second(name);
    });
  }
}
