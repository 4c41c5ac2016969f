import { ServiceError } from "./serviceError";

/** One page of a list; the token is opaque to clients and says where the next page begins. */
export function page<Item>(
  all: readonly Item[],
  size: number,
  token: string | undefined,
): { items: Item[]; nextToken?: string } {
  const text = token === undefined ? "0" : Buffer.from(token, "base64url").toString("utf8");
  const start = Number(text);
  if (!/^\d+$/.test(text)) {
    throw new ServiceError("InvalidParameterException", "The next token is not valid.");
  }
  const end = start + size;
  return {
    items: all.slice(start, end),
    ...(end < all.length && { nextToken: Buffer.from(String(end)).toString("base64url") }),
  };
}
