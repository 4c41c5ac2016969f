import type { PromotedRelease } from "../../../contract/promotedRelease";
import type { PromotionSource } from "./promotionSource";
import type { ImageSettings, Settings } from "../../settings";

/** The settings with the other environment's images in place of what would be built. */
export function promoted(
  settings: Settings,
  { names, images, aws }: PromotionSource,
  release: PromotedRelease,
): Settings {
  const version = release.version ?? settings.commit.version;
  const dirty = version.endsWith("-dirty");
  return {
    ...settings,
    commit: { sha: version.replace(/-dirty$/, ""), version, dirty, source: "promotion" },
    images: settings.images.map((image): ImageSettings => {
      const there = release.images.find((one) => one.image === names[image.name]);
      const repositoryUrl = images.find(({ name }) => name === names[image.name])?.repositoryUrl;
      if (!there || repositoryUrl === undefined) return image;
      const { digest, manifests, tag, version: own } = there;
      return {
        ...withoutBuild(image),
        tag: tag ?? image.tag,
        existing: tag ?? digest,
        // Images that were built one at a time are of several commits.
        ...(release.version === undefined && own !== undefined && { version: own }),
        promoted: { repositoryUrl, digest, manifests, aws, ...(tag !== undefined && { tag }) },
      };
    }),
  };
}

function withoutBuild(image: ImageSettings): ImageSettings {
  const { build, ...others } = image;
  return build ? others : image;
}

/** A promotion that releases another commit than the run names, or of which that can't be said. */
export interface OtherCommit {
  /** For a run that may go on. */
  readonly warning: string;
  /** For a run whose `--commit` rules it out. */
  readonly refusal: string;
}

/** @returns undefined where the run names no commit, or the one that is promoted */
export function otherCommit(
  { commit }: Settings,
  { version, images }: PromotedRelease,
  from: string,
): OtherCommit | undefined {
  if (version === undefined) {
    const each = images.flatMap(({ image, version: own }) => (own ? [`${image} of ${own}`] : []));
    if (images.length > 0 && each.length === images.length) {
      return differing(`${from} runs ${each.join(", ")}`);
    }
    const warning = `The services of ${from} do not tell their version alike: this release is called ${commit.version}.`;
    return { warning, refusal: warning };
  }
  const named = commit.source === "environment" || commit.source === "flag";
  const same = version.startsWith(commit.version) || commit.version.startsWith(version);
  return named && !same ? differing(`${from} runs ${version}, not ${commit.version}`) : undefined;
}

function differing(what: string): OtherCommit {
  return {
    warning: `${what}: what it runs is released.`,
    refusal: `${what}, which --commit asks for.`,
  };
}
