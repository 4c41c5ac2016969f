import type { RunRequest } from "../../contract/runRequest";

/** The facts of a release that a program is about to make. */
export interface ReleaseFacts {
  readonly cluster: string;
  readonly commit: string;
  readonly repositoryUrls: readonly string[];
  /** Digests of the images that are there already, where the run promotes them. */
  readonly digests: readonly string[];
}

/** Points of the request that a program of the user's own does not obey, as sentences. */
export function requestProblems(request: RunRequest | undefined, facts: ReleaseFacts): string[] {
  if (!request || request.kind === "recovery") return [];
  const { cluster, repositoryUrl } = request.flags;
  return [
    ...(cluster !== undefined && nameOf(cluster) !== nameOf(facts.cluster)
      ? [`--cluster asks for ${cluster}, but the program releases to ${facts.cluster}.`]
      : []),
    ...(repositoryUrl !== undefined && !facts.repositoryUrls.includes(repositoryUrl.trim())
      ? [`--repository-url asks for ${repositoryUrl}, but the program has no image of it.`]
      : []),
    ...(request.kind === "imageOnly" ? [] : imageProblems(request, facts)),
  ];
}

function imageProblems(
  { flags, promoted }: Exclude<RunRequest, { kind: "recovery" | "imageOnly" }>,
  { commit, digests }: ReleaseFacts,
): string[] {
  if (promoted) {
    const { from, images } = promoted;
    const taken = images.length === 0 || images.some(({ digest }) => digests.includes(digest));
    return taken ? [] : [`The run promotes the images of ${from}, but the program takes none.`];
  }
  const asked = flags.commit?.trim().toLowerCase() ?? "head";
  if (asked === "head" || isSameCommit(asked, commit)) return [];
  const released = commit === "" ? "no commit" : commit;
  return [`--commit asks for ${asked}, but the program releases ${released}.`];
}

/** Either may be the beginning of the other. */
function isSameCommit(asked: string, released: string): boolean {
  const commit = released.toLowerCase();
  return commit !== "" && (commit.startsWith(asked) || asked.startsWith(commit));
}

/** Of a cluster, by its name or ARN. */
function nameOf(cluster: string): string {
  return cluster.slice(cluster.lastIndexOf("/") + 1);
}
