import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { getImage, ImageCopy, ImageTag } from "../provider/sdk";
import { gatedBy } from "./gatedBy";
import type { BuildArgs, ExistingImageArgs, ReleaseImageArgs } from "./releaseArgs";

/** An image as the rest of a release needs it. */
export interface ReleaseImage {
  repositoryUrl: pulumi.Output<string>;
  /** The reference for task definitions; known in a preview, too. */
  reference: pulumi.Output<string>;
  /** Unknown in a preview of a build. */
  digest: pulumi.Output<string>;
  /** Digests that a container on it may run: `digest`, and the manifests inside it. */
  digests: pulumi.Output<readonly string[]>;
  /** Resources that have to be there before a revision may name the image. */
  resources: pulumi.Resource[];
}

/**
 * Declares what an image needs: a build, or the moving tag on an image that exists.
 * @param platforms of the services; it fails where preflight does, and then nothing is built or
 *   tagged
 */
export function releaseImage(
  name: string,
  args: ReleaseImageArgs,
  platforms: pulumi.Output<readonly string[]>,
  opts: pulumi.CustomResourceOptions,
): ReleaseImage {
  const repositoryUrl = gatedBy(platforms, args.repositoryUrl);
  const image = args.build
    ? builtImage(name, repositoryUrl, args.environmentTag, args.build, platforms, opts)
    : existingImage(name, repositoryUrl, args, platforms, opts);
  const mirrors = mirrorsOf(name, image, args, opts);
  return { ...image, resources: [...image.resources, ...mirrors] };
}

function existingImage(
  name: string,
  repositoryUrl: pulumi.Output<string>,
  args: ReleaseImageArgs,
  platforms: pulumi.Output<readonly string[]>,
  opts: pulumi.CustomResourceOptions,
): ReleaseImage {
  const { environmentTag, existing } = args;
  const digest = pulumi.output(existing?.digest ?? "");
  const manifests = pulumi.output(existing?.manifests ?? []);
  const copies = copiesOf(name, repositoryUrl, existing, digest, opts);
  const tags =
    environmentTag === undefined
      ? []
      : [
          new ImageTag(
            name,
            { repositoryUrl, tag: environmentTag, digest },
            { ...opts, dependsOn: copies },
          ),
        ];
  return {
    repositoryUrl,
    reference: gatedBy(platforms, imageReference(args)),
    digest,
    digests: pulumi.all([digest, manifests]).apply(([one, others]) => [one, ...others]),
    resources: [...copies, ...tags],
  };
}

/** Brings a promoted image into the repository of this environment. */
function copiesOf(
  name: string,
  to: pulumi.Output<string>,
  existing: ExistingImageArgs | undefined,
  digest: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): ImageCopy[] {
  if (!existing?.copyFrom) return [];
  const { repositoryUrl: from, aws: fromAws } = existing.copyFrom;
  const { tag } = existing;
  return [new ImageCopy(name, { from, to, digest, tag, fromAws }, opts)];
}

/** The mirrors get the commit's tag alone: an environment's tag is about this repository. */
function mirrorsOf(
  name: string,
  { repositoryUrl: from, digest, resources }: ReleaseImage,
  { build, existing, mirrors = [], moveTags = false }: ReleaseImageArgs,
  opts: pulumi.CustomResourceOptions,
): ImageCopy[] {
  const tag = build?.tag ?? existing?.tag;
  return mirrors.map(
    ({ repositoryUrl: to, aws: toAws }) =>
      new ImageCopy(
        `${name}-${to}`,
        {
          from,
          to,
          digest,
          moveTag: moveTags,
          tag,
          toAws,
        },
        { ...opts, dependsOn: resources },
      ),
  );
}

/** The reference for task definitions: by tag, or by digest where the image has no tag. */
export function imageReference({
  repositoryUrl,
  build,
  existing,
}: ReleaseImageArgs): pulumi.Output<string> {
  const tag = build?.tag ?? existing?.tag;
  return tag === undefined
    ? pulumi.interpolate`${repositoryUrl}@${existing?.digest ?? ""}`
    : pulumi.interpolate`${repositoryUrl}:${tag}`;
}

function builtImage(
  name: string,
  repositoryUrl: pulumi.Output<string>,
  environmentTag: pulumi.Input<string> | undefined,
  build: BuildArgs,
  platforms: pulumi.Output<readonly string[]>,
  opts: pulumi.CustomResourceOptions,
): ReleaseImage {
  const { context, dockerfile, target, buildArgs, labels, secrets, cache, builder } = build;
  const tags = environmentTag === undefined ? [build.tag] : [build.tag, environmentTag];
  const image = new dockerBuild.Image(
    name,
    {
      context: { location: context },
      dockerfile: dockerfile === undefined ? undefined : { location: dockerfile },
      target,
      platforms: platforms.apply(
        (known) => [...(build.platforms ?? known)] as dockerBuild.Platform[],
      ),
      // Users put tokens into them; in clear they would show in the state and in every diff.
      buildArgs: buildArgs && pulumi.secret(buildArgs),
      labels: labels && { ...labels },
      secrets: secrets && pulumi.secret({ ...secrets }),
      cacheFrom: cache?.from?.map((raw) => ({ raw })),
      cacheTo: cache?.to?.map((raw) => ({ raw })),
      builder: builder === undefined ? undefined : { name: builder },
      // One push carries both tags.
      tags: tags.map((tag) => pulumi.interpolate`${repositoryUrl}:${tag}`),
      push: true,
      exec: false,
      buildOnPreview: false,
    },
    // Deleting it would take the digest out of the registry, and break rollbacks to it.
    { ...opts, retainOnDelete: true },
  );
  return {
    repositoryUrl,
    reference: pulumi.interpolate`${repositoryUrl}:${build.tag}`,
    digest: image.digest,
    digests: pulumi
      .all([repositoryUrl, image.digest])
      .apply(([url, digest]) => digestsOf(url, digest, opts)),
    resources: [image],
  };
}

/** BuildKit makes an index even for one platform, with an attestation beside it. */
async function digestsOf(
  repositoryUrl: string,
  digest: string,
  { parent }: pulumi.CustomResourceOptions,
): Promise<readonly string[]> {
  try {
    const { manifests } = await getImage({ repositoryUrl, tag: digest }, { parent });
    return [digest, ...manifests];
  } catch {
    // It has been pushed a moment ago; ECS most often names the index.
    return [digest];
  }
}
