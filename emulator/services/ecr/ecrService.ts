import type { Clock } from "../../../support/clock";
import { ServiceError } from "../../wire/serviceError";
import type { AuthorizationTokens } from "./distribution/authorizationTokens";
import type { RegistryClient } from "./distribution/registryClient";
import type { EcrRepository, Repositories } from "./distribution/repositories";
import type { ImageIdentifier, Repository } from "./shapes";

/** ECR: the context of its operations. */
export interface EcrService {
  account: string;
  region: string;
  /** Of the emulated account: creation and push times. */
  clock: Clock;
  repositories: Repositories;
  registry: RegistryClient;
  tokens: AuthorizationTokens;
  /** `127.0.0.1:PORT` of the guard. */
  host: string;
}

/** @throws ServiceError RepositoryNotFoundException */
export function findRepository(ecr: EcrService, name: string): EcrRepository {
  const repository = ecr.repositories.get(name);
  if (repository) return repository;
  throw new ServiceError(
    "RepositoryNotFoundException",
    `The repository with name '${name}' does not exist in the registry with id '${ecr.account}'`,
  );
}

/** As ECR shows an image id in its errors: an absent part is the word null, in quotes like every other. */
export function showImageId({ imageDigest, imageTag }: ImageIdentifier): string {
  return `{imageDigest:'${imageDigest ?? "null"}', imageTag:'${imageTag ?? "null"}'}`;
}

export function describeRepository(ecr: EcrService, repository: EcrRepository): Repository {
  return {
    repositoryArn: `arn:aws:ecr:${ecr.region}:${ecr.account}:repository/${repository.name}`,
    registryId: ecr.account,
    repositoryName: repository.name,
    repositoryUri: `${ecr.host}/${repository.name}`,
    createdAt: repository.createdAt / 1000,
    imageTagMutability: repository.mutability,
    ...(repository.exclusionFilters.length > 0 && {
      imageTagMutabilityExclusionFilters: repository.exclusionFilters,
    }),
    imageScanningConfiguration: repository.scanning,
    encryptionConfiguration: repository.encryption,
  };
}
