import { z } from "zod";

const descriptorShape = z.object({
  mediaType: z.string().default(""),
  digest: z.string(),
  size: z.number().int().nonnegative(),
});

/** Something that a manifest refers to by digest; `size` in bytes. */
export type Descriptor = z.infer<typeof descriptorShape>;

const manifestShape = z.object({
  manifests: z.array(descriptorShape).optional(),
  config: descriptorShape.optional(),
  layers: z.array(descriptorShape).optional(),
});

/** What has to be in a repository before a manifest may be put there. */
export interface ManifestContents {
  /** The manifests of an index, attestations included. */
  readonly manifests: readonly Descriptor[];
  /** Config and layers, each once; layers that are not the registry's to keep are left out. */
  readonly blobs: readonly Descriptor[];
}

/** @throws where the text is no manifest */
export function manifestContents(manifest: string): ManifestContents {
  const { manifests = [], config, layers = [] } = manifestShape.parse(JSON.parse(manifest));
  const kept = layers.filter(({ mediaType }) => !/foreign|nondistributable/.test(mediaType));
  return { manifests: unique(manifests), blobs: unique(config ? [config, ...kept] : kept) };
}

function unique(descriptors: readonly Descriptor[]): Descriptor[] {
  return [...new Map(descriptors.map((each) => [each.digest, each])).values()];
}
