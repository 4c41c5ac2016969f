import { ServiceError } from "../../../wire/serviceError";
import { describeRepository, type EcrService } from "../ecrService";
import type { CreateRepositoryRequest, CreateRepositoryResponse } from "../shapes";

const namePattern = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

export function createRepository(
  ecr: EcrService,
  input: CreateRepositoryRequest,
): CreateRepositoryResponse {
  const name = input.repositoryName;
  if (!namePattern.test(name) || name.length < 2 || name.length > 256) {
    throw new ServiceError(
      "InvalidParameterException",
      `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${namePattern.source}''`,
    );
  }
  if (ecr.repositories.get(name)) {
    throw new ServiceError(
      "RepositoryAlreadyExistsException",
      `The repository with name '${name}' already exists in the registry with id '${ecr.account}'`,
    );
  }
  const repository = {
    name,
    createdAt: ecr.clock.now(),
    mutability: input.imageTagMutability ?? ("MUTABLE" as const),
    exclusionFilters: input.imageTagMutabilityExclusionFilters ?? [],
    scanning: { scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false },
    encryption: input.encryptionConfiguration ?? { encryptionType: "AES256" as const },
    pushes: new Map(),
  };
  ecr.repositories.add(repository);
  return { repository: describeRepository(ecr, repository) };
}
