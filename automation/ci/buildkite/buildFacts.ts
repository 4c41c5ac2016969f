import { buildLink } from "../buildLink";

/** The build that a Buildkite job is part of. */
export interface BuildFacts {
  /** The first line of the commit's message. */
  readonly message?: string;
  readonly by?: string;
  /** Address of the job's log. */
  readonly job?: string;
}

export function buildFacts(env: Readonly<Record<string, string | undefined>>): BuildFacts {
  const message = env.BUILDKITE_MESSAGE?.split("\n")[0]?.trim().slice(0, 200);
  const by = env.BUILDKITE_BUILD_CREATOR?.trim();
  const job = buildLink(env);
  return { ...(message && { message }), ...(by && { by }), ...(job !== undefined && { job }) };
}
