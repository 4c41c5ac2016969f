import { z } from "zod";

/** What a registry is asked to answer with; anything else would be converted or refused. */
export const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
] as const;

const imageConfigTypes = [
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
];

const platformShape = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
});
type Platform = z.infer<typeof platformShape>;

const manifestShape = z.object({
  mediaType: z.string().optional(),
  manifests: z
    .array(
      z.object({
        digest: z.string().optional(),
        annotations: z.record(z.string(), z.string()).nullish(),
        platform: platformShape.optional(),
      }),
    )
    .optional(),
  config: z.object({ mediaType: z.string(), digest: z.string() }).optional(),
});

/** Where a manifest says what its platforms are: itself (an index), its config, or nowhere. */
export type PlatformSource =
  | {
      readonly kind: "listed";
      readonly platforms: readonly string[];
      /** Digests of the platforms' own manifests. */
      readonly manifests: readonly string[];
    }
  | { readonly kind: "config"; readonly digest: string };

/** Whether bytes with a registry's answer are a manifest at all, and not some proxy's page. */
export function isManifest(text: string): boolean {
  try {
    return manifestShape.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** @throws where the text is no manifest */
export function platformSource(manifest: string): PlatformSource {
  const { manifests, config } = manifestShape.parse(JSON.parse(manifest));
  if (manifests) {
    const images = manifests.filter(
      ({ annotations, platform }) =>
        annotations?.["vnd.docker.reference.type"] === undefined && platform?.os !== "unknown",
    );
    const platforms = images.flatMap(({ platform }) => (platform ? [platformName(platform)] : []));
    return {
      kind: "listed",
      platforms: [...new Set(platforms)],
      manifests: images.flatMap(({ digest }) => digest ?? []),
    };
  }
  return config && imageConfigTypes.includes(config.mediaType)
    ? { kind: "config", digest: config.digest }
    : { kind: "listed", platforms: [], manifests: [] };
}

/** The platform that an image's config names. */
export function configPlatforms(config: string): string[] {
  const platform = platformShape.safeParse(JSON.parse(config));
  return platform.success && platform.data.os !== "" ? [platformName(platform.data)] : [];
}

/** `os/arch[/variant]`; the variants that Docker takes for granted are left out. */
function platformName({ os, architecture, variant }: Platform): string {
  const implied = { arm64: "v8", amd64: "v1" }[architecture];
  return variant === undefined || variant === "" || variant === implied
    ? `${os}/${architecture}`
    : `${os}/${architecture}/${variant}`;
}

/** The media type inside the manifest, else what the registry said, without its parameters. */
export function mediaTypeOf(manifest: string, contentType: string | null): string {
  const inside = manifestShape.safeParse(JSON.parse(manifest)).data?.mediaType;
  return inside ?? contentType?.split(";")[0]?.trim() ?? "";
}
