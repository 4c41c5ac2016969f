import type { Environment } from "../ci";

/**
 * Whether the build is of a pull request from another repository, which gets no secrets:
 * `BUILDKITE_PULL_REQUEST` is its number (or `false`), `BUILDKITE_PULL_REQUEST_REPO` where it is from
 * (buildkite.com/docs/pipelines/configure/environment-variables).
 */
export function isForkPullRequest(env: Environment): boolean {
  const { BUILDKITE_PULL_REQUEST: number, BUILDKITE_PULL_REQUEST_REPO: from } = env;
  if (env.BUILDKITE !== "true" || !number || number === "false") return false;
  if (!from || !env.BUILDKITE_REPO) return false;
  return repository(from) !== repository(env.BUILDKITE_REPO);
}

/** `github.com/mage/mage` of any address that git knows. */
function repository(address: string): string {
  return address
    .trim()
    .replace(/^[a-z+]+:\/\//i, "")
    .replace(/^[^@/]*@/, "")
    .replace(/^([^/:]+):(?:\d+\/)?/, "$1/")
    .replace(/\/+$/, "")
    .replace(/\.git$/i, "")
    .toLowerCase();
}
