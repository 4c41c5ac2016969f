import * as pulumi from "@pulumi/pulumi";
import type { RequestOf } from "../../contract/runRequest";
import { getImage } from "../../provider/sdk";
import { failFast } from "../errors/failFast";
import { callRefusal } from "../errors/refusal";
import { imageNotFound } from "../images/imageNotFound";
import type { EcsReleaseArgs, ExistingImageArgs, ReleaseImageArgs } from "../releaseArgs";
import { askedImage } from "./askedImage";

type ImageOnly = RequestOf<"imageOnly">;
type Images = EcsReleaseArgs["images"];

/**
 * The images of an image-only rollback: taken from the repository as they are, never built.
 * @throws RunError where the rollback names none for one of them
 */
export function existingOnly(
  images: Images,
  request: ImageOnly,
  opts: pulumi.InvokeOptions,
): Images {
  return Object.fromEntries(
    Object.entries(images).map(([name, image]) => [
      name,
      existingImage(name, image, request, opts),
    ]),
  );
}

function existingImage(
  name: string,
  { repositoryUrl, environmentTag, existing }: ReleaseImageArgs,
  request: ImageOnly,
  opts: pulumi.InvokeOptions,
): ReleaseImageArgs {
  const { tag } = askedImage(request, name, repositoryUrl);
  const found = existing && isNamed(existing, tag);
  return {
    repositoryUrl,
    environmentTag: request.leaveTags ? undefined : environmentTag,
    existing: found ? existing : lookedUp(name, repositoryUrl, tag, opts),
  };
}

/** Whether `lookUpImages` has found that tag or digest already. */
function isNamed({ tag, digest, copyFrom }: ExistingImageArgs, asked: string): boolean {
  return !copyFrom && (tag === asked || (tag === undefined && digest === asked));
}

function lookedUp(
  name: string,
  repositoryUrl: pulumi.Input<string>,
  tag: string,
  opts: pulumi.InvokeOptions,
): ExistingImageArgs {
  const found = pulumi.output(repositoryUrl).apply(async (url) => {
    try {
      return await find(name, url, tag, opts);
    } catch (error) {
      await failFast();
      throw error;
    }
  });
  return {
    digest: found.digest,
    manifests: found.manifests,
    tag: tag.includes(":") ? undefined : tag,
  };
}

async function find(name: string, repositoryUrl: string, tag: string, opts: pulumi.InvokeOptions) {
  const call = getImage({ repositoryUrl, tag }, opts);
  const { exists, digest, manifests } = await call.catch((error: unknown) => {
    throw callRefusal(`images.${name}: `, error);
  });
  if (!exists || digest === undefined) throw imageNotFound(name, repositoryUrl, tag);
  return { digest, manifests };
}
