import type { Environment } from "../support/environment";

/** What the runner asks the program for, beside its settings. */
export interface Asked {
  /** Images that are there already, and no migration. */
  readonly imageOnly: boolean;
  /** The environment's tags stay where they are: not all of its services take part. */
  readonly leaveTags: boolean;
  /** No service is going to move. */
  readonly buildOnly: boolean;
  /** A deployment of its own for each service; the same text asks for no second one. */
  readonly force?: string;
  /** A runner is there, which does what a program can't. */
  readonly byRunner: boolean;
}

export function askedBy(env: Environment): Asked {
  const force = env.SLIPWAY_FORCE;
  return {
    imageOnly: env.SLIPWAY_IMAGE_ONLY === "1",
    leaveTags: env.SLIPWAY_LEAVE_TAGS === "1",
    buildOnly: env.SLIPWAY_BUILD_ONLY === "1",
    ...(force && { force }),
    byRunner: env.SLIPWAY_RUNNER !== undefined,
  };
}
