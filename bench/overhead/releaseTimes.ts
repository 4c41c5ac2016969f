import type { LoggedCall } from "../../emulator/faults/control/callLog";
import type { ReleaseTimes } from "./turn";

/** Times are milliseconds of AWS's clock. */
export interface ReleaseFacts {
  readonly calls: readonly LoggedCall[];
  /** When the command began, and when it said its last line. */
  readonly started: number;
  readonly said: number;
  /** When the image was put into the registry last. */
  readonly pushed: number;
  /** When ECS had each service deployment SUCCESSFUL. */
  readonly succeeded: readonly number[];
  /** How many times as fast as real time AWS's clock runs. */
  readonly timeScale: number;
}

export function releaseTimes(facts: ReleaseFacts): ReleaseTimes {
  const { calls, started, said, pushed, succeeded, timeScale } = facts;
  const first = calls.find((c) => c.operation === "UpdateService" && c.outcome === "ok");
  const real = (from: number, to: number) => (to - from) / 1000 / timeScale;
  return {
    ...(first && {
      fromStart: real(started, first.at),
      untilFirstUpdate: real(Math.max(started, pushed), first.at),
    }),
    ...(succeeded.length > 0 && { untilVerdict: real(Math.max(...succeeded), said) }),
  };
}
