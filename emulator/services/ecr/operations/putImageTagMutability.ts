import { findRepository, type EcrService } from "../ecrService";
import type { PutImageTagMutabilityRequest, PutImageTagMutabilityResponse } from "../shapes";

export function putImageTagMutability(
  ecr: EcrService,
  {
    repositoryName,
    imageTagMutability,
    imageTagMutabilityExclusionFilters,
  }: PutImageTagMutabilityRequest,
): PutImageTagMutabilityResponse {
  const repository = findRepository(ecr, repositoryName);
  repository.mutability = imageTagMutability;
  repository.exclusionFilters = imageTagMutabilityExclusionFilters ?? [];
  return {
    registryId: ecr.account,
    repositoryName,
    imageTagMutability,
    ...(imageTagMutabilityExclusionFilters && { imageTagMutabilityExclusionFilters }),
  };
}
