import { z } from "zod";
import {
  ImageNotFound,
  type RegistryError,
  RegistryRefused,
  RegistryUnauthorized,
  RepositoryNotFound,
  TagImmutable,
} from "../errors";
import type { OciAnswer } from "./ociAnswer";
import type { Repository } from "../reference";

const errorAnswer = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.string().nullish() })).min(1),
});

/** A registry's refusal as an error; the registry's own words in it are cut short. */
export function refusal(
  answer: OciAnswer,
  { registry, repository }: Repository,
  what: string,
): RegistryError {
  const url = `${registry}/${repository}`;
  const first = errorAnswer.safeParse(jsonOf(answer)).data?.errors[0];
  const code = first?.code.toUpperCase() ?? "";
  const words = first?.message?.slice(0, 200) ?? "";
  const said = [String(answer.status), code, words].filter((part) => part !== "").join(" ");
  if (code === "NAME_UNKNOWN") {
    return new RepositoryNotFound(
      `The repository ${url} does not exist (${said}).`,
      "Check REPOSITORY_URL (slipway:repositoryUrl), its account and region, or create the repository.",
    );
  }
  if (answer.status === 404) {
    return new ImageNotFound(`${url} has no ${what} (${said}).`, "Check the tag or digest.");
  }
  if (answer.status === 403 || code === "DENIED") {
    return new RegistryUnauthorized(
      `The registry refuses ${what} of ${url} (${said}).`,
      "Give this login the right to pull from and push to the repository.",
    );
  }
  if (code === "TAG_INVALID" && /immutable/i.test(words)) {
    return new TagImmutable(
      `${url} does not let ${what} move (${said}).`,
      "Its tags are immutable; leave the environment tag off (environmentTag: false).",
    );
  }
  return new RegistryRefused(
    `${url} did not accept the request for ${what} (${said}).`,
    answer.status,
    answer.status === 429 || answer.status >= 500
      ? "The registry is in trouble; try again in a while."
      : "Mend what the registry names and repeat the command.",
  );
}

/** @returns undefined for what is no JSON */
export function jsonOf({ bytes }: Pick<OciAnswer, "bytes">): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}
