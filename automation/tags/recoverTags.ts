import type { ImageSettings } from "../../config/settings";
import type { ImageRegistry, RegistryImage } from "../../registry/imageRegistry";
import type { Clock } from "../../support/clock";
import { withDeadline } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import type { TagBefore } from "./lookUpTags";
import type { ImageBefore } from "./imageBefore";
import type { TagReport } from "../report/releaseReport";

/** The recovery of the services waits for the tags. */
const tagPatienceMs = 15_000;

export interface RecoverTagsOptions {
  /** For each step of each tag. */
  readonly patienceMs?: number;
  /**
   * Finds the image that ran before, where the tag named the release's own image when it began: an
   * earlier run of the same release had moved it. Without this function such a tag stays.
   */
  readonly ranBefore?: (
    image: ImageSettings,
    ours: RegistryImage,
    signal: AbortSignal,
  ) => Promise<ImageBefore | undefined>;
}

/**
 * Moves the environment's tags that a failed release has moved onto the images that they named
 * before. A tag that another deployer has moved since is left alone. Never rejects.
 */
export function recoverTags(
  registry: ImageRegistry,
  before: readonly TagBefore[],
  clock: Clock,
  signal: AbortSignal,
  { patienceMs = tagPatienceMs, ranBefore }: RecoverTagsOptions = {},
): Promise<TagReport[]> {
  return Promise.all(
    before.map(async (tag): Promise<TagReport> => {
      const reference = `${tag.image.repositoryUrl}:${tag.tag}`;
      const bounded: Bounded = (work) => withDeadline(clock, patienceMs, reference, work, signal);
      try {
        const done = await bounded((within) => recoverTag(registry, tag, within));
        if (!("ours" in done)) return { reference, ...done };
        return {
          reference,
          ...(await moveToImageBefore(registry, tag, done.ours, ranBefore, bounded)),
        };
      } catch (error) {
        return { reference, ...failed(messageOf(error), tag.digest) };
      }
    }),
  );
}

type Bounded = <T>(work: (within: AbortSignal) => Promise<T>) => Promise<T>;
type TagEnd = Omit<TagReport, "reference">;

function failed(reason: string, before?: string): TagEnd {
  return { result: "failed", reason, ...(before !== undefined && { before }) };
}

async function recoverTag(
  registry: ImageRegistry,
  { image, tag, digest, unknown }: TagBefore,
  signal: AbortSignal,
): Promise<TagEnd | { ours: RegistryImage }> {
  const { repositoryUrl } = image;
  const [now, ours] = await Promise.all([
    registry.find(repositoryUrl, tag, signal),
    registry.find(repositoryUrl, image.existing ?? image.tag, signal),
  ]);
  if (unknown !== undefined) {
    // The tag no longer names the failed image, so leave it.
    if (now && ours && now.digest !== ours.digest) return { result: "unmoved", digest: now.digest };
    return failed(unknown);
  }
  if (now?.digest === digest) {
    if (ours && ours.digest === digest) return { ours };
    return { result: "unmoved", ...(digest && { digest }) };
  }
  if (now === undefined || now.digest !== ours?.digest) {
    return { result: "taken", ...(now && { digest: now.digest }) };
  }
  if (digest === undefined) return { result: "new", digest: now.digest };
  await registry.tag(repositoryUrl, digest, tag, signal);
  return { result: "back", digest };
}

/** For a tag that an earlier run of the same release has moved: only the services remember its image. */
async function moveToImageBefore(
  registry: ImageRegistry,
  { image, tag }: TagBefore,
  ours: RegistryImage,
  ranBefore: RecoverTagsOptions["ranBefore"],
  bounded: Bounded,
): Promise<TagEnd> {
  const earlier = "an earlier run of this release had moved it";
  let ran: ImageBefore | undefined;
  try {
    ran = await bounded(async (within) => ranBefore?.(image, ours, within));
  } catch (error) {
    return failed(
      `${earlier}, and the image that ran before can't be looked up: ${messageOf(error)}`,
    );
  }
  if (ran === undefined) return { result: "unmoved", digest: ours.digest };
  const { digest, sure } = ran;
  if (digest === undefined || !sure) {
    return failed(`${earlier}, and what it named before is not known for sure`, digest);
  }
  try {
    await bounded((within) => registry.tag(image.repositoryUrl, digest, tag, within));
    return { result: "back", digest };
  } catch (error) {
    return failed(messageOf(error), digest);
  }
}
