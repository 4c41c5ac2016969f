import type { RequestOf } from "../../contract/runRequest";
import type { OpenRelease } from "./openRelease";

/** The request for a release that builds what is missing and moves every service. */
export function releaseRequest(
  { settings, flags, promoted }: OpenRelease,
  force?: string,
): RequestOf<"release"> {
  const { onFailure } = settings.rollout;
  return { kind: "release", flags, onFailure, promoted, force };
}

export function buildRequest({ flags, promoted }: OpenRelease): RequestOf<"build"> {
  return { kind: "build", flags, promoted };
}

/** The request for a release of images that are in the repository already. */
export function imageOnlyRequest(
  { settings, flags }: OpenRelease,
  leaveTags: boolean,
): RequestOf<"imageOnly"> {
  return {
    kind: "imageOnly",
    flags,
    onFailure: settings.rollout.onFailure,
    commit: settings.commit.version,
    images: settings.images.map(({ name, repositoryUrl, tag, existing }) => ({
      name,
      repositoryUrl,
      tag: existing ?? tag,
    })),
    leaveTags,
  };
}
