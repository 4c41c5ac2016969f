import { ServiceError } from "../../../wire/serviceError";
import { describeRepository, findRepository, type EcrService } from "../ecrService";
import { storedImages } from "../images";
import type { DeleteRepositoryRequest, DeleteRepositoryResponse } from "../shapes";

export async function deleteRepository(
  ecr: EcrService,
  { repositoryName, force }: DeleteRepositoryRequest,
): Promise<DeleteRepositoryResponse> {
  const repository = findRepository(ecr, repositoryName);
  const images = await storedImages(ecr, repository);
  if (images.length > 0 && force !== true) {
    throw new ServiceError(
      "RepositoryNotEmptyException",
      `The repository with name '${repositoryName}' in registry with id '${ecr.account}' cannot be deleted because it still contains images`,
    );
  }
  for (const { digest } of images) await ecr.registry.deleteManifest(repositoryName, digest);
  ecr.repositories.delete(repositoryName);
  return { repository: describeRepository(ecr, repository) };
}
