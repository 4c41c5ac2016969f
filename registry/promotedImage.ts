import type { PromotedImage } from "../contract/promotedRelease";
import type { RegistryImage } from "./imageRegistry";

/** A running container's image, as ECS tells of it. */
export interface SeenImage {
  readonly service: string;
  readonly container: string;
  readonly digest: string;
  readonly tag?: string;
  readonly version?: string;
}

/**
 * The one image that all of them run. Services of several platforms run several manifests of one
 * index: then it is the index.
 * @param tagged what their tag names now, where they have one in common and it is still there
 * @returns undefined where they do not run the same
 */
export function promotedImage(
  seen: readonly SeenImage[],
  tagged: RegistryImage | undefined,
): Omit<PromotedImage, "image"> | undefined {
  const digests = new Set(seen.map(({ digest }) => digest));
  const within = [tagged?.digest, ...(tagged?.manifests ?? [])];
  const [first] = digests;
  const whole = [...digests].every((digest) => within.includes(digest))
    ? tagged?.digest
    : undefined;
  const digest = whole ?? (digests.size === 1 ? first : undefined);
  if (digest === undefined) return undefined;
  const tag = common(seen.map((each) => each.tag));
  const version = common(seen.map((each) => each.version));
  const manifests = whole === undefined ? [] : (tagged?.manifests ?? []);
  return {
    digest,
    manifests,
    ...(tag !== undefined && { tag }),
    ...(version !== undefined && { version }),
  };
}

/** The value that all have, if they do. */
export function common(values: readonly (string | undefined)[]): string | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}
