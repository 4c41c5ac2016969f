import type { ImageSettings } from "../../config/settings";
import type { ImageRegistry } from "../../registry/imageRegistry";
import { nameWithin, repositoryOf } from "../../registry/reference";
import { messageOf } from "../../support/errors";
import type { TagReport } from "../report/releaseReport";

/** What an environment's moving tag named before a release. */
export interface TagBefore {
  readonly image: ImageSettings;
  readonly tag: string;
  /** Undefined where there was no such tag. */
  readonly digest?: string;
  /** Why nobody knows, as the registry said it. */
  readonly unknown?: string;
}

/** Looks up what the moving tags name, so that a failed release can put them back. Never rejects. */
export async function lookUpTags(
  registry: ImageRegistry,
  images: readonly ImageSettings[],
  signal: AbortSignal,
): Promise<TagBefore[]> {
  const tagged = images.flatMap((image) =>
    image.environmentTag === undefined ? [] : [{ image, tag: image.environmentTag }],
  );
  return Promise.all(
    tagged.map(async ({ image, tag }): Promise<TagBefore> => {
      try {
        const found = await registry.find(image.repositoryUrl, tag, signal);
        return { image, tag, ...(found && { digest: found.digest }) };
      } catch (error) {
        return { image, tag, unknown: messageOf(error) };
      }
    }),
  );
}

/** What became of the moving tags after a rollback. */
export interface MovedTags {
  /** Those that named something else before. */
  readonly tags: readonly TagReport[];
  readonly warnings: readonly string[];
}

/**
 * Puts the moving tags onto the images of an older release that a rollback went to. Never rejects.
 * @param references images of the revisions that run now
 */
export async function moveTagsAlong(
  registry: ImageRegistry,
  images: readonly ImageSettings[],
  references: readonly string[],
  signal: AbortSignal,
): Promise<MovedTags> {
  const moved = await Promise.all(
    images.map((image) => moveAlong(registry, image, references, signal)),
  );
  return {
    tags: moved.flatMap((one) => (typeof one === "object" ? [one] : [])),
    warnings: moved.flatMap((one) => (typeof one === "string" ? [one] : [])),
  };
}

/** Whether `moveTagsAlong` would move one. Never rejects. */
export async function areTagsBehind(
  registry: ImageRegistry,
  images: readonly ImageSettings[],
  references: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const looks = images.map((image) => lookAlong(registry, image, references, signal));
  return (await Promise.all(looks)).some((look) => typeof look === "object");
}

/** @returns a tag that was moved, or a warning; undefined where it needed no move */
async function moveAlong(
  registry: ImageRegistry,
  image: ImageSettings,
  references: readonly string[],
  signal: AbortSignal,
): Promise<TagReport | string | undefined> {
  const move = await lookAlong(registry, image, references, signal);
  if (typeof move !== "object") return move;
  const { repositoryUrl, tag, digest } = move;
  const reference = `${repositoryUrl}:${tag}`;
  try {
    await registry.tag(repositoryUrl, digest, tag, signal);
    return { reference, result: "back", digest };
  } catch (error) {
    return `${reference} could not be moved to ${digest}: ${messageOf(error)}`;
  }
}

interface TagMove {
  readonly repositoryUrl: string;
  readonly tag: string;
  readonly digest: string;
}

/** @returns the move that is due, or why there can be none; undefined where none is needed */
async function lookAlong(
  registry: ImageRegistry,
  { repositoryUrl, environmentTag }: ImageSettings,
  references: readonly string[],
  signal: AbortSignal,
): Promise<TagMove | string | undefined> {
  const running = [...new Set(references)].filter((one) => repositoryOf(one) === repositoryUrl);
  const [reference] = running;
  if (environmentTag === undefined || reference === undefined) return undefined;
  const moving = `${repositoryUrl}:${environmentTag}`;
  if (running.length > 1) return `${moving} was not moved: ${running.join(", ")} run.`;
  if (reference === moving) return undefined;
  try {
    const name = nameWithin(repositoryUrl, reference);
    const [wanted, now] = await Promise.all([
      registry.find(repositoryUrl, name, signal),
      registry.find(repositoryUrl, environmentTag, signal),
    ]);
    if (!wanted) return `${moving} was not moved: ${reference} is not in the repository.`;
    if (wanted.digest === now?.digest) return undefined;
    return { repositoryUrl, tag: environmentTag, digest: wanted.digest };
  } catch (error) {
    return `${moving} could not be moved to ${reference}: ${messageOf(error)}`;
  }
}
