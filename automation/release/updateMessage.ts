import type { Environment } from "../ci/ci";
import { whoRuns } from "../ci/whoRuns";

const verbs = ["up", "recovery", "rollback"] as const;

/** `recovery`: of a failed `up`. */
export type UpdateVerb = (typeof verbs)[number];

/** A run's message in Pulumi's history: `slipway up 4f1c2d9 by ann`. */
export function updateMessage(verb: UpdateVerb, version: string, env: Environment): string {
  const who = whoRuns(env);
  return `slipway ${verb} ${version}${who === undefined ? "" : ` by ${who}`}`;
}

export interface UpdateFacts {
  readonly verb: UpdateVerb;
  readonly version: string;
  readonly by?: string;
}

/** @returns undefined for an update that Slipway's runner did not make */
export function parseUpdateMessage(message: string): UpdateFacts | undefined {
  const match = /^slipway (up|recovery|bring back|rollback) (\S+)(?: by (.+))?$/.exec(
    message.trim(),
  );
  if (!match) return undefined;
  const [, verb, version = "", by] = match;
  return {
    // Histories that were written before this name have "bring back".
    verb: verb === "bring back" ? "recovery" : (verbs.find((one) => one === verb) ?? "up"),
    version,
    ...(by !== undefined && { by }),
  };
}
