import { findRepository, type EcrService } from "../ecrService";
import { resolveImage } from "../images";
import type { BatchGetImageRequest, BatchGetImageResponse, Image, ImageFailure } from "../shapes";

/**
 * Manifests as pushed, byte for byte. An image whose type is not among `acceptedMediaTypes` is answered all the same:
 * ECR converts between Docker's and OCI's image types only, and clients that retag ask for all of them.
 */
export async function batchGetImage(
  ecr: EcrService,
  { repositoryName, imageIds }: BatchGetImageRequest,
): Promise<BatchGetImageResponse> {
  const repository = findRepository(ecr, repositoryName);
  const images: Image[] = [];
  const failures: ImageFailure[] = [];
  for (const imageId of imageIds) {
    const found = await resolveImage(ecr, repository, imageId);
    const manifest =
      "digest" in found ? await ecr.registry.manifest(repositoryName, found.digest) : undefined;
    if (manifest) {
      images.push({
        registryId: ecr.account,
        repositoryName,
        imageId: { ...imageId, imageDigest: manifest.digest },
        imageManifest: manifest.body.toString("utf8"),
        imageManifestMediaType: manifest.mediaType,
      });
    } else if (!("digest" in found)) failures.push({ imageId, ...found });
  }
  return { images, failures };
}
