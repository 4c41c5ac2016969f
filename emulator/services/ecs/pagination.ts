import { invalidParameter } from "./errors";

export interface PageRequest {
  nextToken?: string;
  maxResults?: number;
}

/**
 * One page of `all`. Tokens are opaque to clients: here the position, encoded.
 * @throws InvalidParameterException for a page size outside 1–100 or a token that is none
 */
export function page<T>(
  all: readonly T[],
  { nextToken, maxResults }: PageRequest,
  defaultSize: number,
): { items: T[]; nextToken?: string } {
  const size = maxResults ?? defaultSize;
  if (size < 1 || size > 100) {
    throw invalidParameter("maxResults should be between 1 and 100.");
  }
  const from = nextToken === undefined ? 0 : position(nextToken);
  const to = from + size;
  return {
    items: all.slice(from, to),
    nextToken: to < all.length ? Buffer.from(`from:${to}`).toString("base64") : undefined,
  };
}

function position(token: string): number {
  const match = /^from:(\d+)$/.exec(Buffer.from(token, "base64").toString("utf8"));
  if (!match?.[1]) throw invalidParameter("Invalid token.");
  return Number(match[1]);
}
