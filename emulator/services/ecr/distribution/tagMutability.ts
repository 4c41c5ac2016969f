import { fits } from "../../../core/wildcard";
import type { EcrRepository } from "./repositories";

/** Whether `tag`, once it names an image, must go on naming it (ECR user guide, image-tag-mutability). */
export function isImmutable(
  repository: Pick<EcrRepository, "mutability" | "exclusionFilters">,
  tag: string,
): boolean {
  const excluded = repository.exclusionFilters.some(({ filter }) => fits(filter, tag));
  switch (repository.mutability) {
    case "MUTABLE":
      return false;
    case "IMMUTABLE":
      return true;
    case "IMMUTABLE_WITH_EXCLUSION":
      return !excluded;
    case "MUTABLE_WITH_EXCLUSION":
      return excluded;
  }
}

/** ECR's own words, on a push and on PutImage. */
export const immutableTagMessage = (tag: string, repository: string): string =>
  `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the repository is immutable.`;
