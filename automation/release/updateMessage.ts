import type { Environment } from "../../support/environment";

const verbs = ["up", "bring back", "rollback"] as const;

/** `bring back`: what a failed `up` does by itself. */
export type UpdateVerb = (typeof verbs)[number];

/** What Pulumi's history keeps of a run: `slipway up 4f1c2d9 by ann`. */
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
  const match = /^slipway (up|bring back|rollback) (\S+)(?: by (.+))?$/.exec(message.trim());
  if (!match) return undefined;
  const [, verb, version = "", by] = match;
  return {
    verb: verbs.find((one) => one === verb) ?? "up",
    version,
    ...(by !== undefined && { by }),
  };
}

/** Who started the build, where a CI says so; else the user. */
export function whoRuns(env: Environment): string | undefined {
  const names = [
    env.BUILDKITE_BUILD_CREATOR,
    env.GITHUB_ACTOR,
    env.GITLAB_USER_LOGIN,
    env.USER,
    env.LOGNAME,
  ];
  return names.find((name) => name)?.trim();
}
