import type { EcrRepository } from "./ecrApi";

/** Whether a repository refuses to move a tag. */
export function isTagImmutable(
  { imageTagMutability, exclusions }: Pick<EcrRepository, "imageTagMutability" | "exclusions">,
  tag: string,
): boolean {
  const immutable = imageTagMutability.startsWith("IMMUTABLE");
  return exclusions.some((filter) => matches(filter, tag)) ? !immutable : immutable;
}

function matches(filter: string, tag: string): boolean {
  const parts = filter.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(tag);
}
