import { describeRepository, findRepository, type EcrService } from "../ecrService";
import { page } from "../../../wire/page";
import type { DescribeRepositoriesRequest, DescribeRepositoriesResponse } from "../shapes";

export function describeRepositories(
  ecr: EcrService,
  { repositoryNames, maxResults, nextToken }: DescribeRepositoriesRequest,
): DescribeRepositoriesResponse {
  if (repositoryNames && repositoryNames.length > 0) {
    const found = repositoryNames.map((name) => findRepository(ecr, name));
    return { repositories: found.map((repository) => describeRepository(ecr, repository)) };
  }
  const { items, nextToken: next } = page(ecr.repositories.list(), maxResults ?? 100, nextToken);
  return {
    repositories: items.map((repository) => describeRepository(ecr, repository)),
    ...(next !== undefined && { nextToken: next }),
  };
}
