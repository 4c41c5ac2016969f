import type { ImageRegistry, RegistryImage } from "../../../registry/imageRegistry";

/** A registry in memory: `repository:tag` → digest. */
export class FakeRegistry implements ImageRegistry {
  readonly images = new Map<string, string>();
  readonly tagged: [string, string, string][] = [];

  find(repositoryUrl: string, tag: string): Promise<RegistryImage | undefined> {
    const digest = this.images.get(`${repositoryUrl}:${tag}`);
    const mediaType = "application/vnd.oci.image.index.v1+json";
    return Promise.resolve(
      digest ? { digest, mediaType, platforms: ["linux/amd64"], manifests: [] } : undefined,
    );
  }

  tag(repositoryUrl: string, digest: string, newTag: string): Promise<void> {
    this.images.set(`${repositoryUrl}:${newTag}`, digest);
    this.tagged.push([repositoryUrl, digest, newTag]);
    return Promise.resolve();
  }
}
