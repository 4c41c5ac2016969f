import type { Environment } from "../../support/environment";

export type { Environment };

/** What Slipway can learn of a CI's build from its variables. One folder a CI; knownCis.ts lists them. */
export interface Ci {
  /** The page of the build; undefined outside this CI. */
  buildLink(env: Environment): string | undefined;
  /** The user who started the build; undefined outside this CI. */
  startedBy(env: Environment): string | undefined;
}
