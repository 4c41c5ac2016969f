import type { ImageSettings } from "../../config/settings";
import type { ImageRegistry } from "../../registry/imageRegistry";
import { messageOf } from "../../support/errors";

/** What an environment's tag named before a release. */
export interface TagBefore {
  readonly image: ImageSettings;
  readonly tag: string;
  /** Undefined where there was no such tag. */
  readonly digest?: string;
  /** Why the registry could not be asked. */
  readonly unknown?: string;
}

/** Looks up what the environment's tags name, so that a failed release can recover them. Never rejects. */
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
        return { image, tag, digest: found?.digest };
      } catch (error) {
        return { image, tag, unknown: messageOf(error) };
      }
    }),
  );
}
