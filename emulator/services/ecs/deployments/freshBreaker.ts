import type { BreakerState } from "../state/deployment";

export const freshBreaker = (): BreakerState => ({
  failures: 0,
  reached: false,
  triedSince: false,
});
