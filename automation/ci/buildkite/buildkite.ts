import type { Ci } from "../ci";

/** https://buildkite.com/docs/pipelines/configure/environment-variables */
export const buildkite: Ci = {
  buildLink: ({ BUILDKITE_BUILD_URL: build, BUILDKITE_JOB_ID: job }) =>
    build && job ? `${build}#${job}` : build || undefined,
  startedBy: (env) => env.BUILDKITE_BUILD_CREATOR,
};
