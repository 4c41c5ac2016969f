import { invalidParameter } from "../errors";
import type { Tag } from "../shapes";

/**
 * At most 50, keys of 128 and values of 256 characters, nothing that begins with `aws:` (api/RegisterTaskDefinition).
 */
export function checkTags(tags: readonly Tag[] | undefined): void {
  if (tags === undefined) return;
  if (tags.length === 0) throw invalidParameter("Tags can not be empty.");
  if (tags.length > 50) throw invalidParameter("The maximum number of tags is 50.");
  for (const { key = "", value = "" } of tags) {
    if (key.length < 1 || key.length > 128) {
      throw invalidParameter("A tag key should have between 1 and 128 characters.");
    }
    if (value.length > 256) {
      throw invalidParameter("A tag value should have at most 256 characters.");
    }
    if (/^aws:/i.test(key)) {
      throw invalidParameter(`The tag key ${key} is reserved: keys cannot begin with aws:.`);
    }
  }
}

/** New values by key. */
export function mergeTags(own: readonly Tag[], given: readonly Tag[]): Tag[] {
  const kept = own.filter((tag) => !given.some((g) => g.key === tag.key));
  return [...kept, ...given];
}
