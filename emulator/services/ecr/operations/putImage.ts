import { createHash } from "node:crypto";
import { ServiceError } from "../../../wire/serviceError";
import type { EcrRepository } from "../distribution/repositories";
import { immutableTagMessage, isImmutable } from "../distribution/tagMutability";
import { findRepository, type EcrService } from "../ecrService";
import { parseManifest, type ManifestContent } from "../manifest";
import type { PutImageRequest, PutImageResponse } from "../shapes";

/** Stores a manifest, above all an existing one under a further tag (ECR user guide, image-retag). */
export async function putImage(ecr: EcrService, input: PutImageRequest): Promise<PutImageResponse> {
  const { repositoryName, imageManifest, imageTag } = input;
  const repository = findRepository(ecr, repositoryName);
  const content = readManifest(imageManifest);
  const mediaType = input.imageManifestMediaType ?? content.mediaType;
  if (mediaType === undefined) throw invalidManifest("its media type is not given");
  const body = Buffer.from(imageManifest, "utf8");
  const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
  if (input.imageDigest !== undefined && input.imageDigest !== digest) {
    throw new ServiceError(
      "ImageDigestDoesNotMatchException",
      `The digest '${input.imageDigest}' specified does not match the calculated digest '${digest}'`,
    );
  }
  await refuseSameOrImmutable(ecr, repository, digest, imageTag);
  await refuseMissingParts(ecr, repository, content);
  await ecr.registry.putManifest(repositoryName, imageTag ?? digest, mediaType, body);
  repository.pushes.set(digest, { pushedAt: ecr.clock.now(), mediaType });
  return {
    image: {
      registryId: ecr.account,
      repositoryName,
      imageId: { imageDigest: digest, ...(imageTag !== undefined && { imageTag }) },
      imageManifest,
      imageManifestMediaType: mediaType,
    },
  };
}

async function refuseSameOrImmutable(
  ecr: EcrService,
  repository: EcrRepository,
  digest: string,
  tag: string | undefined,
): Promise<void> {
  const present = await ecr.registry.digestOf(repository.name, tag ?? digest);
  if (present === digest) {
    const named = tag === undefined ? `digest '${digest}'` : `tag '${tag}' and digest '${digest}'`;
    throw new ServiceError(
      "ImageAlreadyExistsException",
      `Image with ${named} already exists in the repository with name '${repository.name}' in registry with id '${ecr.account}'`,
    );
  }
  if (tag !== undefined && present !== undefined && isImmutable(repository, tag)) {
    throw new ServiceError(
      "ImageTagAlreadyExistsException",
      immutableTagMessage(tag, repository.name),
    );
  }
}

async function refuseMissingParts(
  ecr: EcrService,
  repository: EcrRepository,
  { blobs, manifests }: ManifestContent,
): Promise<void> {
  const { name } = repository;
  for (const { digest } of blobs) {
    if ((await ecr.registry.blobSize(name, digest)) !== undefined) continue;
    throw new ServiceError(
      "LayersNotFoundException",
      `Layers with digests '[${digest}]' required for pushing image into repository with name '${name}' in the registry with id '${ecr.account}' do not exist`,
    );
  }
  for (const digest of manifests) {
    if ((await ecr.registry.digestOf(name, digest)) !== undefined) continue;
    throw new ServiceError(
      "ReferencedImagesNotFoundException",
      `Images with digests '[${digest}]' required for pushing image into repository with name '${name}' in the registry with id '${ecr.account}' do not exist`,
    );
  }
}

function readManifest(text: string): ManifestContent {
  try {
    return parseManifest(text);
  } catch {
    throw invalidManifest("it is not JSON");
  }
}

const invalidManifest = (why: string) =>
  new ServiceError(
    "InvalidParameterException",
    `Invalid parameter at 'imageManifest' failed to satisfy constraint: 'Invalid image manifest: ${why}'`,
  );
