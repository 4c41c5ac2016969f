import { findRepository, type EcrService } from "../ecrService";
import { storedImages } from "../images";
import { page } from "../../../wire/page";
import type { ListImagesRequest, ListImagesResponse } from "../shapes";

/** One id a tag, and one without a tag for each untagged image. */
export async function listImages(
  ecr: EcrService,
  { repositoryName, filter, maxResults, nextToken }: ListImagesRequest,
): Promise<ListImagesResponse> {
  const repository = findRepository(ecr, repositoryName);
  const status = filter?.tagStatus ?? "ANY";
  const ids = (await storedImages(ecr, repository)).flatMap(({ digest, tags }) => {
    if (tags.length === 0) return status === "TAGGED" ? [] : [{ imageDigest: digest }];
    if (status === "UNTAGGED") return [];
    return tags.map((imageTag) => ({ imageDigest: digest, imageTag }));
  });
  const { items, nextToken: next } = page(ids, maxResults ?? 100, nextToken);
  return { imageIds: items, ...(next !== undefined && { nextToken: next }) };
}
