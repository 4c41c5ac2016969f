import { refusal } from "../errors/refusal";

/** The repository does not have the tag or digest that is to be released. */
export function imageNotFound(name: string, repositoryUrl: string, tag: string) {
  return refusal(
    "IMAGE_NOT_FOUND",
    `images.${name}: ${repositoryUrl} has no image ${tag}. Build and push it first, or name another.`,
  );
}
