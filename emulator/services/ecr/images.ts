import type { EcrRepository } from "./distribution/repositories";
import type { EcrService } from "./ecrService";
import type { ImageFailureCode, ImageIdentifier } from "./shapes";

/** An image of a repository as the registry has it now. */
export interface StoredImage {
  digest: string;
  /** In no particular order; none for an image that lost its last tag. */
  tags: string[];
}

/** All images: those that tags name, and untagged ones that were pushed since the start. */
export async function storedImages(
  ecr: EcrService,
  repository: EcrRepository,
): Promise<StoredImage[]> {
  const tagsByDigest = new Map<string, string[]>();
  for (const tag of await ecr.registry.tags(repository.name)) {
    const digest = await ecr.registry.digestOf(repository.name, tag);
    if (digest !== undefined) tagsByDigest.set(digest, [...(tagsByDigest.get(digest) ?? []), tag]);
  }
  const images = [...tagsByDigest].map(([digest, tags]) => ({ digest, tags }));
  for (const digest of repository.pushes.keys()) {
    if (tagsByDigest.has(digest)) continue;
    if ((await ecr.registry.digestOf(repository.name, digest)) !== undefined) {
      images.push({ digest, tags: [] });
    }
  }
  return images;
}

/** Why an image id names no image, in the words of `failures[]`. */
export interface ImageMiss {
  failureCode: ImageFailureCode;
  failureReason: string;
}

/** The digest that an image id names. */
export async function resolveImage(
  ecr: EcrService,
  repository: EcrRepository,
  { imageDigest, imageTag }: ImageIdentifier,
): Promise<{ digest: string } | ImageMiss> {
  if (imageDigest === undefined && imageTag === undefined) {
    return {
      failureCode: "MissingDigestAndTag",
      failureReason: "Invalid request parameters: both tag and digest cannot be null",
    };
  }
  if (imageDigest !== undefined && !/^[a-z0-9+._-]+:[a-fA-F0-9]+$/.test(imageDigest)) {
    return {
      failureCode: "InvalidImageDigest",
      failureReason: "Invalid request parameters: image digest should satisfy the regex",
    };
  }
  const digest = await ecr.registry.digestOf(repository.name, imageTag ?? imageDigest ?? "");
  if (digest === undefined) {
    return { failureCode: "ImageNotFound", failureReason: "Requested image not found" };
  }
  if (imageDigest !== undefined && digest !== imageDigest) {
    return {
      failureCode: "ImageTagDoesNotMatchDigest",
      failureReason: "The image tag does not name the image digest",
    };
  }
  return { digest };
}
