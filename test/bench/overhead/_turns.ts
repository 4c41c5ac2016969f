import type { Figures, Turn } from "../../../bench/overhead/turn";

export const figures = (processor: number, wall = 2 * processor): Figures => ({
  ...{ processor, wall },
  memory: 100,
});

export const calls = (...operations: string[]): Turn["calls"] =>
  operations.map((operation, at) => ({ at, service: "ecs", operation, outcome: "ok" }));

/** A turn whose floor takes a second of processor time. */
export const turn = (of: Partial<Turn> = {}): Turn => ({
  ...{ kind: "`slipway up`", services: 1, calls: [] },
  ...{ floor: figures(1), run: figures(3) },
  ...of,
});
