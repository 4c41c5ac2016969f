import type { Given } from "../sources/environment";
import type { Commit, GitFacts } from "../settings";
import type { Problem } from "../problems/settingsError";

const sha = /^([0-9a-f]{7,40}|[0-9a-f]{64})$/;

export interface ResolvedCommit {
  readonly commit: Commit;
  readonly origin: string;
  readonly warnings: readonly string[];
}

/**
 * Which commit is released: the one that is named, in whole where git knows it; without one, or for
 * the word HEAD, git's HEAD, marked as dirty where the working tree has changes.
 */
export function resolveCommit(
  given: Given | undefined,
  git: GitFacts,
  problems: Problem[],
): ResolvedCommit | undefined {
  if (!given || given.value.trim().toUpperCase() === "HEAD") {
    return headCommit(given?.path, git, problems);
  }
  const value = given.value.trim().toLowerCase();
  if (!sha.test(value)) {
    problems.push({
      path: given.path,
      message: `${JSON.stringify(given.value.slice(0, 60))} is not a commit.`,
      remedy: "Give its 7 to 40 hexadecimal digits, or HEAD.",
    });
    return undefined;
  }
  const known = git.found && git.named?.startsWith(value) ? git.named : value;
  const { path, origin, source } = given;
  const commit: Commit = { sha: known, version: known, dirty: false, source };
  // Without git the commit can't be checked, so it is taken as given.
  if (!git.found) return { commit, origin, warnings: [] };
  if (!git.head.startsWith(known)) {
    const notCheckedOut = `${path} asks for ${known}, but git's HEAD is ${git.head}`;
    return { commit: { ...commit, notCheckedOut }, origin, warnings: [] };
  }
  const changed = `The working directory has changes that ${path} ${known} does not have.`;
  return { commit, origin, warnings: git.dirty ? [changed] : [] };
}

function headCommit(
  path: string | undefined,
  git: GitFacts,
  problems: Problem[],
): ResolvedCommit | undefined {
  if (!git.found) {
    problems.push({
      path: path ?? "BUILDKITE_COMMIT",
      message:
        path === undefined
          ? `is not set, and git can't tell the commit: ${git.reason}`
          : `says HEAD, and git can't tell what that is: ${git.reason}`,
      remedy: "Set BUILDKITE_COMMIT to the commit's 40 hexadecimal digits.",
    });
    return undefined;
  }
  const { head, dirty } = git;
  const version = dirty ? `${head}-dirty` : head;
  return { commit: { sha: head, version, dirty, source: "git" }, origin: "git HEAD", warnings: [] };
}
