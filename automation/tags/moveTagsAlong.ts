import type { ImageSettings } from "../../config/settings";
import type { ImageRegistry } from "../../registry/imageRegistry";
import { nameWithin, repositoryOf } from "../../registry/reference";
import { messageOf } from "../../support/errors";
import type { MovedTag } from "../report/releaseFacts";

/**
 * Moves the environment's tags onto the images of the release that a rollback led to. Never rejects.
 * @param references images of the revisions that run now
 * @returns the tags that named another image, moved or not
 */
export async function moveTagsAlong(
  registry: ImageRegistry,
  images: readonly ImageSettings[],
  references: readonly string[],
  signal: AbortSignal,
): Promise<MovedTag[]> {
  const moves = images.map(async (image): Promise<MovedTag[]> => {
    const look = await lookAt(registry, image, references, signal);
    if (look === undefined) return [];
    return [look.kind === "due" ? await move(registry, look, signal) : look];
  });
  return (await Promise.all(moves)).flat();
}

/** Whether `moveTagsAlong` would move a tag. Never rejects. */
export async function areTagsBehind(
  registry: ImageRegistry,
  images: readonly ImageSettings[],
  references: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const looks = images.map((image) => lookAt(registry, image, references, signal));
  return (await Promise.all(looks)).some((look) => look?.kind === "due");
}

interface DueMove {
  readonly kind: "due";
  readonly repositoryUrl: string;
  readonly tag: string;
  readonly digest: string;
}

async function move(
  registry: ImageRegistry,
  { repositoryUrl, tag, digest }: DueMove,
  signal: AbortSignal,
): Promise<MovedTag> {
  const reference = `${repositoryUrl}:${tag}`;
  try {
    await registry.tag(repositoryUrl, digest, tag, signal);
    return { reference, kind: "moved", digest };
  } catch (error) {
    return { reference, kind: "failed", wanted: digest, why: messageOf(error) };
  }
}

/** @returns undefined where the tag needs no move */
async function lookAt(
  registry: ImageRegistry,
  { repositoryUrl, environmentTag }: ImageSettings,
  references: readonly string[],
  signal: AbortSignal,
): Promise<DueMove | MovedTag | undefined> {
  const running = [...new Set(references)].filter((one) => repositoryOf(one) === repositoryUrl);
  const [wanted] = running;
  if (environmentTag === undefined || wanted === undefined) return undefined;
  const reference = `${repositoryUrl}:${environmentTag}`;
  if (running.length > 1) return { reference, kind: "several images", running };
  if (wanted === reference) return undefined;
  try {
    const [image, now] = await Promise.all([
      registry.find(repositoryUrl, nameWithin(repositoryUrl, wanted), signal),
      registry.find(repositoryUrl, environmentTag, signal),
    ]);
    if (!image) return { reference, kind: "image missing", wanted };
    if (image.digest === now?.digest) return undefined;
    return { kind: "due", repositoryUrl, tag: environmentTag, digest: image.digest };
  } catch (error) {
    return { reference, kind: "failed", wanted, why: messageOf(error) };
  }
}
