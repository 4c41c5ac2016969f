import { kinds, type Figures, type Kind, type ReleaseTimes, type Turn } from "./turn";

/** The medians of one kind of command with as many services. */
export interface Summary {
  readonly kind: Kind;
  readonly services: number;
  readonly floor: Figures;
  readonly run: Figures;
  /** How often each operation was called. */
  readonly calls: Readonly<Record<string, number>>;
  readonly release: ReleaseTimes;
}

/** By kind, then by the number of services. */
export function summaries(turns: readonly Turn[]): Summary[] {
  const sizes = [...new Set(turns.map((turn) => turn.services))].sort((a, b) => a - b);
  return kinds.flatMap((kind) =>
    sizes.flatMap((services) => {
      const own = turns.filter((turn) => turn.kind === kind && turn.services === services);
      return own.length > 0 ? [summaryOf(kind, services, own)] : [];
    }),
  );
}

function summaryOf(kind: Kind, services: number, turns: readonly Turn[]): Summary {
  const operations = [...new Set(turns.flatMap(({ calls }) => calls.map((c) => c.operation)))];
  const times = (operation: string) =>
    turns.map(({ calls }) => calls.filter((call) => call.operation === operation).length);
  const releases = turns.flatMap(({ release }) => release ?? []);
  return {
    ...{ kind, services },
    floor: medianFigures(turns.map(({ floor }) => floor)),
    run: medianFigures(turns.map(({ run }) => run)),
    calls: Object.fromEntries(operations.map((name) => [name, median(times(name)) ?? 0])),
    release: {
      fromStart: median(releases.flatMap((r) => r.fromStart ?? [])),
      untilFirstUpdate: median(releases.flatMap((r) => r.untilFirstUpdate ?? [])),
      untilVerdict: median(releases.flatMap((r) => r.untilVerdict ?? [])),
    },
  };
}

export function medianFigures(figures: readonly Figures[]): Figures {
  const of = (name: keyof Figures) => median(figures.map((f) => f[name])) ?? NaN;
  return { wall: of("wall"), processor: of("processor"), memory: of("memory") };
}

/** Undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
