import { ServiceError } from "../../../wire/serviceError";
import type { EcrRepository } from "../distribution/repositories";
import { findRepository, showImageId, type EcrService } from "../ecrService";
import { resolveImage, storedImages, type StoredImage } from "../images";
import { parseManifest } from "../manifest";
import { page } from "../../../wire/page";
import type {
  DescribeImagesRequest,
  DescribeImagesResponse,
  ImageDetail,
  ImageIdentifier,
} from "../shapes";

export async function describeImages(
  ecr: EcrService,
  { repositoryName, imageIds, filter, maxResults, nextToken }: DescribeImagesRequest,
): Promise<DescribeImagesResponse> {
  const repository = findRepository(ecr, repositoryName);
  const stored = await storedImages(ecr, repository);
  if (imageIds) {
    const wanted = await namedImages(ecr, repository, stored, imageIds);
    return { imageDetails: await detailsOf(ecr, repository, wanted) };
  }
  const status = filter?.tagStatus ?? "ANY";
  const chosen = stored.filter(
    ({ tags }) => status === "ANY" || (status === "TAGGED") === tags.length > 0,
  );
  const { items, nextToken: next } = page(chosen, maxResults ?? 100, nextToken);
  return {
    imageDetails: await detailsOf(ecr, repository, items),
    ...(next !== undefined && { nextToken: next }),
  };
}

async function namedImages(
  ecr: EcrService,
  repository: EcrRepository,
  stored: StoredImage[],
  imageIds: ImageIdentifier[],
): Promise<StoredImage[]> {
  const named = new Map<string, StoredImage>();
  for (const id of imageIds) {
    const found = await resolveImage(ecr, repository, id);
    if (!("digest" in found)) {
      throw new ServiceError(
        "ImageNotFoundException",
        `The image with imageId ${showImageId(id)} does not exist within the repository with name '${repository.name}' in the registry with id '${ecr.account}'`,
      );
    }
    const { digest } = found;
    named.set(digest, stored.find((image) => image.digest === digest) ?? { digest, tags: [] });
  }
  return [...named.values()];
}

async function detailsOf(
  ecr: EcrService,
  repository: EcrRepository,
  images: StoredImage[],
): Promise<ImageDetail[]> {
  const details: ImageDetail[] = [];
  for (const { digest, tags } of images) {
    const manifest = await ecr.registry.manifest(repository.name, digest);
    if (!manifest) continue;
    const { blobs, isIndex } = parseManifest(manifest.body.toString("utf8"));
    const pushedAt = repository.pushes.get(digest)?.pushedAt ?? repository.createdAt;
    details.push({
      registryId: ecr.account,
      repositoryName: repository.name,
      imageDigest: digest,
      ...(tags.length > 0 && { imageTags: tags }),
      // An index has no size of its own.
      ...(!isIndex && { imageSizeInBytes: blobs.reduce((sum, { size }) => sum + size, 0) }),
      imagePushedAt: pushedAt / 1000,
      imageManifestMediaType: manifest.mediaType,
      imageStatus: "ACTIVE",
    });
  }
  return details;
}
