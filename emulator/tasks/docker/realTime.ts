import type { Clock } from "../../../support/clock";

/**
 * Emulated time beside the time of real programs. A task definition's seconds are emulated and pass faster; what a real
 * program does in them does not, so each wait for one has a real minimum.
 */
export interface RealTime {
  /** AWS's clock: runs `scale` times as fast as `real`. */
  emulated: Clock;
  real: Clock;
  scale: number;
}

/** Real milliseconds for `seconds` of a task definition, at least `minimum`. */
export function realMilliseconds({ scale }: RealTime, seconds: number, minimum: number): number {
  return Math.max(minimum, (seconds * 1000) / scale);
}
