import { z } from "zod";
import type { PromotionSource } from "./promotionSource";
import type { ImageSettings, Settings } from "../../settings";

const promotedReleaseShape = z.object({
  images: z.array(
    z.object({
      image: z.string(),
      digest: z.string(),
      manifests: z.array(z.string()).default([]),
      tag: z.string().optional(),
      version: z.string().optional(),
    }),
  ),
  version: z.string().optional(),
});

/** What an environment runs, image by image under the names that it has there. */
export interface PromotedRelease {
  readonly images: readonly {
    readonly image: string;
    readonly digest: string;
    /** Of the manifests inside it, where it is an index. */
    readonly manifests: readonly string[];
    readonly tag?: string;
    /** Of the version variable, where all that run it have the same. */
    readonly version?: string;
  }[];
  /** Of its version variable, where all services have the same. */
  readonly version?: string;
}

/** The variable in which the runner tells the program what it has seen. */
export const promotedVariable = "SLIPWAY_PROMOTED";

/** @throws where the text is none that the runner wrote */
export function parsePromotedRelease(text: string): PromotedRelease {
  return promotedReleaseShape.parse(JSON.parse(text));
}

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

/** A warning where the run names another commit than the promoted one; empty where it does not. */
export function otherCommit(settings: Settings, release: PromotedRelease, from: string): string {
  const other = commitDifference(settings, release, from);
  return other ? `${other.difference}: ${other.consequence}.` : "";
}

/** How the promoted commit differs from the one that the run names, and what happens then. */
export interface CommitDifference {
  readonly difference: string;
  readonly consequence: string;
}

/** @returns undefined where the run names the promoted commit, or none */
export function commitDifference(
  { commit }: Settings,
  { version, images }: PromotedRelease,
  from: string,
): CommitDifference | undefined {
  const consequence = "what it runs is released";
  if (version === undefined) {
    const each = images.flatMap(({ image, version: own }) => (own ? [`${image} of ${own}`] : []));
    if (images.length > 0 && each.length === images.length) {
      return { difference: `${from} runs ${each.join(", ")}`, consequence };
    }
    return {
      difference: `The services of ${from} do not tell their version alike`,
      consequence: `this release is called ${commit.version}`,
    };
  }
  const named = commit.source === "environment" || commit.source === "flag";
  const same = version.startsWith(commit.version) || commit.version.startsWith(version);
  if (!named || same) return undefined;
  return { difference: `${from} runs ${version}, not ${commit.version}`, consequence };
}
