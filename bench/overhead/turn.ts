import type { LoggedCall } from "../../emulator/faults/control/callLog";
import type { TreeRun } from "./runTree";

export const kinds = [
  "`slipway up`, nothing to do",
  "`slipway preview`",
  "`slipway up`",
  "`slipway status`",
  "`slipway up` with a build",
  "`ecs deploy`",
  "`ecs deploy` with a build",
  "script",
  "script with a build",
] as const;

/** The command to measure. */
export type Kind = (typeof kinds)[number];

export type Figures = Pick<TreeRun, "wall" | "processor" | "memory">;

/** One measurement, with that of the empty program just before it. */
export interface Turn {
  readonly kind: Kind;
  readonly services: number;
  readonly floor: Figures;
  readonly run: Figures;
  /** Oldest first. */
  readonly calls: readonly LoggedCall[];
  /** Of a release. */
  readonly release?: ReleaseTimes;
}

/** Real seconds of a release that lie between what it does and what AWS does. */
export interface ReleaseTimes {
  /** From the command's start to the first UpdateService. */
  readonly fromStart?: number;
  /** From when the image was in the registry under all of its tags, but at the earliest from the start, to the same. */
  readonly untilFirstUpdate?: number;
  /** From the end of ECS's last service deployment to the command's last line. */
  readonly untilVerdict?: number;
}
