import type * as pulumi from "@pulumi/pulumi";
import type { RequestOf } from "../../contract/runRequest";
import { refusal } from "../errors/refusal";

/**
 * The image that an image-only rollback names for one of the program's images: that of the same
 * repository, by name where the repository has several or is not known yet.
 * @throws RunError
 */
export function askedImage(
  { images }: RequestOf<"imageOnly">,
  name: string,
  repositoryUrl: pulumi.Input<string>,
): RequestOf<"imageOnly">["images"][number] {
  const known = typeof repositoryUrl === "string";
  const possible = known
    ? images.filter((image) => image.repositoryUrl === repositoryUrl)
    : [...images];
  const [only] = possible;
  if (only && possible.length === 1) return only;
  const named = possible.find((image) => image.name === name);
  if (named) return named;
  const there = images.map((image) => `${image.name} (${image.repositoryUrl})`).join(", ");
  throw refusal(
    "REQUEST_IMPOSSIBLE",
    `images.${name}: the rollback does not name this image${known ? ` of ${repositoryUrl}` : ""}, only ${there}. ` +
      "Give the stack's settings the same images as the program.",
  );
}
