import type { ImageSettings } from "../../config/settings";
import type { ImageRegistry, RegistryImage } from "../../registry/imageRegistry";
import type { Clock } from "../../support/clock";
import { withDeadline } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import type { TagBefore } from "./environmentTags";
import type { ImageBefore } from "./imageBefore";
import type { TagReport } from "../report/releaseReport";

/** Services wait for their way back meanwhile. */
const patienceMs = 15_000;

export interface TagsBackOptions {
  /** For each step of each tag, in milliseconds. */
  readonly patience?: number;
  /**
   * What ran of an image whose tag named the release's own before it began: an earlier run of it had
   * moved the tag. Undefined where that is right, as it is for all without this.
   */
  readonly ranBefore?: (
    image: ImageSettings,
    ours: RegistryImage,
    signal: AbortSignal,
  ) => Promise<ImageBefore | undefined>;
}

/**
 * Puts the moving tags that a failed release moved back onto what they named before. A tag that
 * names neither is somebody else's by now, and left alone. Never rejects.
 */
export function putTagsBack(
  registry: ImageRegistry,
  before: readonly TagBefore[],
  clock: Clock,
  signal: AbortSignal,
  { patience = patienceMs, ranBefore }: TagsBackOptions = {},
): Promise<TagReport[]> {
  return Promise.all(
    before.map(async (tag): Promise<TagReport> => {
      const reference = `${tag.image.repositoryUrl}:${tag.tag}`;
      const bounded: Bounded = (work) => withDeadline(clock, patience, reference, work, signal);
      try {
        const put = await bounded((within) => putBack(registry, tag, within));
        if (!("ours" in put)) return { reference, ...put };
        return { reference, ...(await putOnWhatRan(registry, tag, put.ours, ranBefore, bounded)) };
      } catch (error) {
        return { reference, ...failed(messageOf(error), tag.digest) };
      }
    }),
  );
}

type Bounded = <T>(work: (within: AbortSignal) => Promise<T>) => Promise<T>;
type Put = Omit<TagReport, "reference">;

function failed(reason: string, before?: string): Put {
  return { result: "failed", reason, ...(before !== undefined && { before }) };
}

async function putBack(
  registry: ImageRegistry,
  { image, tag, digest, unknown }: TagBefore,
  signal: AbortSignal,
): Promise<Put | { ours: RegistryImage }> {
  const { repositoryUrl } = image;
  const [now, ours] = await Promise.all([
    registry.find(repositoryUrl, tag, signal),
    registry.find(repositoryUrl, image.existing ?? image.tag, signal),
  ]);
  if (unknown !== undefined) {
    // Whatever it named before: what failed it does not.
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

/** Of a tag that an earlier run of the same release moved: what it named then is not known here. */
async function putOnWhatRan(
  registry: ImageRegistry,
  { image, tag }: TagBefore,
  ours: RegistryImage,
  ranBefore: TagsBackOptions["ranBefore"],
  bounded: Bounded,
): Promise<Put> {
  const earlier = "an earlier run of this release had moved it";
  let ran: ImageBefore | undefined;
  try {
    ran = await bounded(async (within) => ranBefore?.(image, ours, within));
  } catch (error) {
    return failed(`${earlier}, and what ran before can't be looked up: ${messageOf(error)}`);
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
