import { page } from "../../wire/page";
import { invalidParameter } from "./errors";

export interface PageRequest {
  nextToken?: string;
  maxResults?: number;
}

/**
 * One page of what an operation of ECS lists.
 * @throws InvalidParameterException for a page size outside 1–100 or an invalid token
 */
export function listPage<Item>(
  all: readonly Item[],
  { nextToken, maxResults }: PageRequest,
  defaultSize: number,
): { items: Item[]; nextToken?: string } {
  const size = maxResults ?? defaultSize;
  if (size < 1 || size > 100) {
    throw invalidParameter("maxResults should be between 1 and 100.");
  }
  return page(all, size, nextToken);
}
