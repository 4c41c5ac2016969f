import { SlipwayError } from "../support/errors";
import { isTag } from "./reference";

export class TagInvalid extends SlipwayError {
  readonly code = "TAG_INVALID";
  readonly ends = "usage";
}

/** What the placeholders of a tag format stand for. */
export interface TagParts {
  /** `{commit}`: the commit's version, e.g. `4f2c…` or `4f2c…-dirty`. */
  readonly commit: string;
  /** `{env}`: the environment's name. */
  readonly env: string;
}

/** How much of a commit `{short}` shows; git's own shortest default. */
const shortLength = 7;

/**
 * Fills in `{commit}`, `{short}` and `{env}`.
 * @throws TagInvalid for an unknown placeholder, a format that is the same for two commits, or
 *   a result that no registry takes
 */
export function formatTag(format: string, { commit, env }: TagParts): string {
  if (!/\{(commit|short)\}/.test(format)) {
    throw new TagInvalid(
      `The tag format "${format}" has neither {commit} nor {short}, so that two commits would get one tag.`,
      "Put {commit} in it, e.g. sha-{commit}.",
    );
  }
  const values = new Map([
    ["commit", commit],
    ["short", shortened(commit)],
    ["env", env],
  ]);
  const tag = format.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) {
      throw new TagInvalid(
        `The tag format "${format}" has the unknown placeholder {${name}}.`,
        "There are {commit}, {short} and {env}.",
      );
    }
    return value;
  });
  return validTag(tag);
}

/** @throws TagInvalid */
export function validTag(tag: string): string {
  if (isTag(tag)) return tag;
  throw new TagInvalid(
    `"${tag}" is not a valid image tag.`,
    "A tag has at most 128 letters, digits, dots, underscores and hyphens, and starts with neither a dot nor a hyphen.",
  );
}

function shortened(commit: string): string {
  const hyphen = commit.indexOf("-");
  const end = hyphen < 0 ? commit.length : hyphen;
  return commit.slice(0, Math.min(shortLength, end)) + commit.slice(end);
}
