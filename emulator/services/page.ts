import { ServiceError } from "../server/serviceError";

/** One page of a list; the token is opaque to clients and says where the next page begins. */
export function page<Item>(
  all: readonly Item[],
  size: number,
  token: string | undefined,
): { items: Item[]; nextToken?: string } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString("utf8"));
  if (!Number.isInteger(start) || start < 0) {
    throw new ServiceError("InvalidParameterException", "The next token is not valid.");
  }
  const end = start + size;
  return {
    items: all.slice(start, end),
    ...(end < all.length && { nextToken: Buffer.from(String(end)).toString("base64url") }),
  };
}
