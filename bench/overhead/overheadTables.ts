import { markdownTable } from "../page/markdownTable";
import { medianFigures, type Summary } from "./summary";
import type { Figures, Turn } from "./turn";

const header = [
  "command",
  "services",
  "wall",
  "÷ floor",
  "processor",
  "÷ floor",
  "peak memory",
  "AWS calls",
];

/** What each command costs: a row of the empty program, then one of each kind and size. */
export function costTable(all: readonly Summary[], turns: readonly Turn[]): string {
  const floor = medianFigures(turns.map((turn) => turn.floor));
  return markdownTable(header, [
    ["floor: bare `pulumi up`, empty program", "–", ...costs(floor, floor), "0"],
    ...all.map(({ kind, services, run, floor: own, calls }) => [
      ...[kind, String(services), ...costs(run, own)],
      String(Object.values(calls).reduce((sum, times) => sum + times, 0)),
    ]),
  ]);
}

function costs(run: Figures, floor: Figures): string[] {
  return [
    seconds(run.wall),
    (run.wall / floor.wall).toFixed(1),
    seconds(run.processor),
    (run.processor / floor.processor).toFixed(1),
    `${run.memory.toFixed(0)} MiB`,
  ];
}

/** Which calls each command made, the most frequent first. */
export function callTable(all: readonly Summary[]): string {
  return markdownTable(
    ["command", "services", "AWS calls by name"],
    all.map(({ kind, services, calls }) => [
      kind,
      String(services),
      Object.entries(calls)
        .sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
        .map(([name, times]) => `${name} ${times}`)
        .join(", "),
    ]),
  );
}

/** E.g. `12 s`, with more digits where it is short. */
export function seconds(value: number): string {
  return `${value.toFixed(value < 0.95 ? 2 : value < 99.5 ? 1 : 0)} s`;
}
