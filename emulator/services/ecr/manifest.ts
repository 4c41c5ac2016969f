/** What ECR looks at in a manifest: its type, and what must be there before it may be stored. */
export interface ManifestContent {
  mediaType: string | undefined;
  /** Digests of config and layers; empty for an index. */
  blobs: { digest: string; size: number }[];
  /** Digests of an index's manifests; empty for an image. */
  manifests: string[];
  isIndex: boolean;
}

interface Descriptor {
  digest: string;
  size?: number;
}

/** @throws SyntaxError when the text is no JSON object */
export function parseManifest(text: string): ManifestContent {
  const json: unknown = JSON.parse(text);
  if (typeof json !== "object" || json === null) throw new SyntaxError("not a JSON object");
  const { mediaType, config, layers, manifests } = json as {
    mediaType?: string;
    config?: Descriptor;
    layers?: Descriptor[];
    manifests?: Descriptor[];
  };
  const blobs = [...(config ? [config] : []), ...(layers ?? [])];
  return {
    mediaType,
    blobs: blobs.map(({ digest, size }) => ({ digest, size: size ?? 0 })),
    manifests: (manifests ?? []).map(({ digest }) => digest),
    isIndex: manifests !== undefined,
  };
}
