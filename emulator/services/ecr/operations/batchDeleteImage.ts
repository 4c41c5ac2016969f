import type { EcrRepository } from "../distribution/repositories";
import { findRepository, type EcrService } from "../ecrService";
import { resolveImage, storedImages } from "../images";
import { parseManifest } from "../manifest";
import type {
  BatchDeleteImageRequest,
  BatchDeleteImageResponse,
  ImageFailure,
  ImageIdentifier,
} from "../shapes";

/** By tag: the tag goes, and the image with its last one. By digest: the image goes with all its tags. */
export async function batchDeleteImage(
  ecr: EcrService,
  { repositoryName, imageIds }: BatchDeleteImageRequest,
): Promise<BatchDeleteImageResponse> {
  const repository = findRepository(ecr, repositoryName);
  const deleted: ImageIdentifier[] = [];
  const failures: ImageFailure[] = [];
  for (const imageId of imageIds) {
    const found = await resolveImage(ecr, repository, imageId);
    if (!("digest" in found)) failures.push({ imageId, ...found });
    else if (await isReferenced(ecr, repository, found.digest)) {
      failures.push({
        imageId,
        failureCode: "ImageReferencedByManifestList",
        failureReason: "Requested image referenced by manifest list",
      });
    } else deleted.push(...(await deleteImage(ecr, repository, found.digest, imageId.imageTag)));
  }
  return { imageIds: deleted, failures };
}

async function deleteImage(
  ecr: EcrService,
  repository: EcrRepository,
  digest: string,
  tag: string | undefined,
): Promise<ImageIdentifier[]> {
  const images = await storedImages(ecr, repository);
  const tags = images.find((image) => image.digest === digest)?.tags ?? [];
  if (tag !== undefined && tags.length > 1) {
    await ecr.registry.deleteManifest(repository.name, tag);
    return [{ imageDigest: digest, imageTag: tag }];
  }
  await ecr.registry.deleteManifest(repository.name, digest);
  repository.pushes.delete(digest);
  if (tags.length === 0) return [{ imageDigest: digest }];
  return tags.map((imageTag) => ({ imageDigest: digest, imageTag }));
}

async function isReferenced(
  ecr: EcrService,
  repository: EcrRepository,
  digest: string,
): Promise<boolean> {
  for (const image of await storedImages(ecr, repository)) {
    const manifest = await ecr.registry.manifest(repository.name, image.digest);
    if (manifest && parseManifest(manifest.body.toString("utf8")).manifests.includes(digest)) {
      return true;
    }
  }
  return false;
}
