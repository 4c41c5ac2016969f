/** The page of the build that this is part of, where a CI says so. */
export function buildLink(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { BUILDKITE_BUILD_URL, BUILDKITE_JOB_ID, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = env;
  if (BUILDKITE_BUILD_URL) {
    return BUILDKITE_JOB_ID ? `${BUILDKITE_BUILD_URL}#${BUILDKITE_JOB_ID}` : BUILDKITE_BUILD_URL;
  }
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && env.GITHUB_RUN_ID) {
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`;
  }
  return env.CIRCLE_BUILD_URL || env.CI_JOB_URL || undefined;
}
