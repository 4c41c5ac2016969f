import type * as pulumi from "@pulumi/pulumi";
import { getImage, type GetImageArgs } from "../../provider/sdk";
import { checkBuildFiles } from "../build/checkBuildFiles";
import { callRefusal, refusal } from "../errors/refusal";
import type { BuildArgs, CopyArgs, MirrorArgs, ReleaseImageArgs } from "../releaseArgs";
import type { RequestOf, RunRequest } from "../../contract/runRequest";
import { askedImage } from "../run/askedImage";
import { currentRequest } from "../run/currentRequest";
import { imageNotFound } from "./imageNotFound";

type Build = Omit<BuildArgs, "tag">;

/** An image that is taken from the repository where it is there, and built where it is not. */
export interface ImageToRelease {
  /** What the services' `containers` refer to. */
  name: string;
  repositoryUrl: string;
  /** The tag of this commit. */
  tag: string;
  environmentTag?: string | undefined;
  /** Whether a setting asks for the environment's tag; if not, immutable tags go without it. */
  environmentTagAsked?: boolean;
  /** The version that its services report, where that is not the release's commit. */
  version?: string;
  /** A tag or digest that has to be there. */
  existing?: string;
  /** How to build it, or a function that finds out, called only where the image is missing. */
  build?: Build | (() => Promise<Build>);
  /** Build even if the tag is there: it doesn't name a commit alone. */
  rebuild?: boolean;
  /** Why it must not be built here, as the end of a sentence: another commit is checked out. */
  notCheckedOut?: string;
  mirrors?: readonly MirrorArgs[];
  /** The image that another environment runs, to be copied from there. */
  promoted?: CopyArgs & { digest: string; manifests: readonly string[]; tag?: string };
}

/**
 * Decides for each image whether it has to be built: a commit that is in the repository already is
 * never pushed again.
 * @throws RunError where an image that must be there is not, or the registry doesn't answer
 */
export async function lookUpImages(
  images: readonly ImageToRelease[],
  opts?: pulumi.InvokeOptions,
  request: RunRequest | undefined = currentRequest(),
): Promise<Record<string, ReleaseImageArgs>> {
  // A recovery needs no image: the revisions that it returns to name theirs.
  if (request?.kind === "recovery") return {};
  const wanted =
    request?.kind === "imageOnly" ? images.map((image) => existingOnly(image, request)) : images;
  const found = await Promise.all(
    wanted.map(async (image) => [image.name, await lookUpImage(image, opts)] as const),
  );
  return Object.fromEntries(found);
}

/** The image that the rollback names, as it is in the repository. */
function existingOnly(image: ImageToRelease, request: RequestOf<"imageOnly">): ImageToRelease {
  const { name, repositoryUrl, environmentTag, environmentTagAsked } = image;
  return {
    name,
    repositoryUrl,
    tag: image.tag,
    existing: askedImage(request, name, repositoryUrl).tag,
    environmentTag: request.leaveTags ? undefined : environmentTag,
    environmentTagAsked,
  };
}

async function lookUpImage(
  image: ImageToRelease,
  opts: pulumi.InvokeOptions | undefined,
): Promise<ReleaseImageArgs> {
  const { name, repositoryUrl, environmentTag, build, rebuild, promoted } = image;
  const tag = promoted?.digest ?? image.existing ?? image.tag;
  const { exists, digest, manifests, immutableTags } = await look(
    name,
    { repositoryUrl, tag, movingTag: environmentTag },
    opts,
  );
  const target = targetOf(image, immutableTags);
  if (promoted) {
    const { digest, manifests, tag, repositoryUrl, aws } = promoted;
    return { ...target, existing: { digest, manifests, tag, copyFrom: { repositoryUrl, aws } } };
  }
  if (build && rebuild) return { ...target, build: await toBuild(name, build, tag) };
  if (exists && digest !== undefined) {
    return { ...target, existing: { digest, manifests, tag: tag.includes(":") ? undefined : tag } };
  }
  if (build && image.existing === undefined) {
    if (image.notCheckedOut !== undefined) throw elsewhere(image, image.notCheckedOut);
    return { ...target, build: await toBuild(name, build, tag) };
  }
  throw imageNotFound(name, repositoryUrl, tag);
}

/** Where the image goes, wherever it comes from. */
function targetOf(
  { repositoryUrl, environmentTag, environmentTagAsked, version, mirrors, rebuild }: ImageToRelease,
  immutableTags: boolean,
): ReleaseImageArgs {
  const mirrored = mirrors !== undefined && mirrors.length > 0;
  return {
    repositoryUrl,
    environmentTag: environmentTagAsked || !immutableTags ? environmentTag : undefined,
    version,
    mirrors: mirrored ? mirrors : undefined,
    moveTags: mirrored ? (rebuild ?? false) : undefined,
  };
}

/** Another commit's files under this commit's tag would be released as this commit from then on. */
function elsewhere({ name, repositoryUrl, tag }: ImageToRelease, why: string) {
  return refusal(
    "COMMIT_NOT_CHECKED_OUT",
    `images.${name}: this commit can't be built here: ${why}, and ${repositoryUrl} has no image ${tag}. ` +
      "Check the commit out, or build it first where it is checked out (slipway build).",
  );
}

async function toBuild(
  name: string,
  asked: NonNullable<ImageToRelease["build"]>,
  tag: string,
): Promise<BuildArgs> {
  const build = typeof asked === "function" ? await asked() : asked;
  checkBuildFiles(name, build);
  return { ...build, tag };
}

async function look(name: string, args: GetImageArgs, opts: pulumi.InvokeOptions | undefined) {
  try {
    return await getImage(args, opts);
  } catch (error) {
    throw callRefusal(`images.${name}: `, error);
  }
}
