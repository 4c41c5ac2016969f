import type * as pulumi from "@pulumi/pulumi";
import { getImage, type GetImageArgs } from "../../provider/sdk";
import { checkBuildFiles } from "../build/checkBuildFiles";
import { invokeMessage, refusal } from "../errors/refusal";
import type { BuildArgs, CopyArgs, MirrorArgs, ReleaseImageArgs } from "../releaseArgs";
import { restoreRequest } from "../rollback";

type Build = Omit<BuildArgs, "tag">;

/** An image that is taken from the repository where it is there, and built where it is not. */
export interface ImageToRelease {
  /** What the services' `containers` refer to. */
  name: string;
  repositoryUrl: string;
  /** The tag of this commit. */
  tag: string;
  environmentTag?: string | undefined;
  /** Whether somebody asked for the environment's tag: if not, immutable tags go without. */
  environmentTagAsked?: boolean;
  /** What services that get it report, where that is not the release's commit. */
  version?: string;
  /** A tag or digest that has to be there. */
  existing?: string;
  /** Or what tells it, asked only where something has to be built. */
  build?: Build | (() => Promise<Build>);
  /** Build even if the tag is there: it doesn't name a commit alone. */
  rebuild?: boolean;
  /** Why it must not be built here, as the end of a sentence: what lies here is another commit. */
  notCheckedOut?: string;
  mirrors?: readonly MirrorArgs[];
  /** What another environment runs of it, to be copied from there. */
  promoted?: CopyArgs & { digest: string; manifests: readonly string[]; tag?: string };
}

/**
 * Decides for each image whether it has to be built: a commit that is in the repository already is
 * never pushed again.
 * @throws RunError where something that must be there is not, or the registry doesn't answer
 */
export async function lookUpImages(
  images: readonly ImageToRelease[],
  opts?: pulumi.InvokeOptions,
): Promise<Record<string, ReleaseImageArgs>> {
  // A rollback needs no image: those of the old revisions are named in them.
  if (restoreRequest()) return {};
  const found = await Promise.all(
    images.map(async (image) => [image.name, await lookUpImage(image, opts)] as const),
  );
  return Object.fromEntries(found);
}

async function lookUpImage(
  image: ImageToRelease,
  opts: pulumi.InvokeOptions | undefined,
): Promise<ReleaseImageArgs> {
  const { name, repositoryUrl, environmentTag, version, build, rebuild } = image;
  const { mirrors, promoted } = image;
  const tag = promoted?.digest ?? image.existing ?? image.tag;
  const { exists, digest, manifests, immutableTags } = await look(
    name,
    { repositoryUrl, tag, ...(environmentTag !== undefined && { movingTag: environmentTag }) },
    opts,
  );
  const tagged = environmentTag !== undefined && (image.environmentTagAsked || !immutableTags);
  const target = {
    repositoryUrl,
    ...(tagged && { environmentTag }),
    ...(version !== undefined && { version }),
    ...(mirrors && mirrors.length > 0 && { mirrors, moveTags: rebuild ?? false }),
  };
  if (promoted) {
    const { digest, manifests, tag, ...copyFrom } = promoted;
    const tagName = tag === undefined ? {} : { tag };
    return { ...target, existing: { digest, manifests, copyFrom, ...tagName } };
  }
  if (build && rebuild) return { ...target, build: await toBuild(name, build, tag) };
  if (exists && digest !== undefined) {
    return { ...target, existing: { digest, manifests, ...(!tag.includes(":") && { tag }) } };
  }
  if (build && image.existing === undefined) {
    if (image.notCheckedOut !== undefined) throw elsewhere(image, image.notCheckedOut);
    return { ...target, build: await toBuild(name, build, tag) };
  }
  throw refusal(
    `images.${name}: ${repositoryUrl} has no image ${tag}. Build and push it first, or name another.`,
  );
}

/** Anything else under a commit's tag would stay there, and be released as that commit. */
function elsewhere({ name, repositoryUrl, tag }: ImageToRelease, why: string) {
  return refusal(
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
    throw refusal(`images.${name}: ${invokeMessage(error)}`);
  }
}
