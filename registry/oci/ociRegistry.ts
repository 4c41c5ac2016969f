import { ImageNotFound } from "../errors";
import type { ImageRegistry, RegistryImage } from "../imageRegistry";
import { configPlatforms, platformSource } from "./manifest";
import type { OciClient } from "./ociClient";
import { putManifest, readManifest } from "./readManifest";
import { parseRepositoryUrl, type Repository } from "../reference";
import { refusal } from "./refusal";

/** Any registry that speaks the OCI distribution API: ECR, Docker Hub, GHCR, distribution. */
export class OciRegistry implements ImageRegistry {
  constructor(private readonly client: OciClient) {}

  async find(
    repositoryUrl: string,
    tagOrDigest: string,
    signal?: AbortSignal,
  ): Promise<RegistryImage | undefined> {
    const repository = parseRepositoryUrl(repositoryUrl);
    const manifest = await readManifest(this.client, repository, tagOrDigest, signal);
    if (!manifest) return undefined;
    const source = platformSource(Buffer.from(manifest.bytes).toString("utf8"));
    const { digest, mediaType } = manifest;
    if (source.kind === "listed") {
      const { platforms, manifests } = source;
      return { digest, mediaType, platforms, manifests };
    }
    const platforms = await this.configPlatforms(repository, source.digest, signal);
    return { digest, mediaType, platforms, manifests: [] };
  }

  async tag(
    repositoryUrl: string,
    digest: string,
    newTag: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const repository = parseRepositoryUrl(repositoryUrl);
    const manifest = await readManifest(this.client, repository, digest, signal);
    if (!manifest) {
      throw new ImageNotFound(
        `${repositoryUrl} has no image ${digest}.`,
        "It may have been deleted by a lifecycle rule; build the commit again.",
      );
    }
    await putManifest(this.client, repository, newTag, manifest, signal);
  }

  private async configPlatforms(
    repository: Repository,
    digest: string,
    signal?: AbortSignal,
  ): Promise<string[]> {
    const request = { method: "GET", path: `blobs/${digest}` } as const;
    const response = await this.client.send(repository, request, signal);
    if (!response.ok) throw refusal(response, repository, `image config ${digest}`);
    return configPlatforms(Buffer.from(response.bytes).toString("utf8"));
  }
}
