import { createHash } from "node:crypto";
import { ImageNotFound, RegistryRefused } from "./errors";
import type { ImageRegistry, RegistryImage } from "./imageRegistry";
import {
  configPlatforms,
  isManifest,
  manifestTypes,
  mediaTypeOf,
  platformSource,
} from "./manifest";
import { OciClient, type OciClientOptions } from "./ociClient";
import { isDigest, isTag, parseRepositoryUrl, type Repository } from "./reference";
import { refusal } from "./refusal";

interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const accept = { accept: manifestTypes.join(", ") };

/** Any registry that speaks the OCI distribution API: ECR, Docker Hub, GHCR, distribution. */
export class OciRegistry implements ImageRegistry {
  private readonly client: OciClient;

  constructor(options: OciClientOptions) {
    this.client = new OciClient(options);
  }

  async find(
    repositoryUrl: string,
    tagOrDigest: string,
    signal?: AbortSignal,
  ): Promise<RegistryImage | undefined> {
    const repository = parseRepositoryUrl(repositoryUrl);
    const manifest = await this.manifest(repository, tagOrDigest, signal);
    if (!manifest) return undefined;
    const source = platformSource(Buffer.from(manifest.bytes).toString("utf8"));
    const platforms =
      source.kind === "listed"
        ? source.platforms
        : await this.configPlatforms(repository, source.digest, signal);
    return { digest: manifest.digest, mediaType: manifest.mediaType, platforms };
  }

  async tag(
    repositoryUrl: string,
    digest: string,
    newTag: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const repository = parseRepositoryUrl(repositoryUrl);
    const manifest = await this.manifest(repository, digest, signal);
    if (!manifest) {
      throw new ImageNotFound(
        `${repositoryUrl} has no image ${digest}.`,
        "It may have been deleted by a lifecycle rule; build the commit again.",
      );
    }
    const response = await this.client.send(
      repository,
      {
        method: "PUT",
        path: `manifests/${newTag}`,
        headers: { "content-type": manifest.mediaType },
        body: manifest.bytes,
      },
      signal,
    );
    if (!response.ok) throw refusal(response, repository, `tag ${newTag}`);
  }

  private async manifest(
    repository: Repository,
    tagOrDigest: string,
    signal?: AbortSignal,
  ): Promise<Manifest | undefined> {
    if (!isDigest(tagOrDigest) && !isTag(tagOrDigest)) return undefined;
    const response = await this.client.send(
      repository,
      { method: "GET", path: `manifests/${tagOrDigest}`, headers: accept },
      signal,
    );
    if (!response.ok) {
      const error = refusal(response, repository, `image ${tagOrDigest}`);
      if (error instanceof ImageNotFound) return undefined;
      throw error;
    }
    const digest = digestOf(response.bytes);
    if (tagOrDigest.startsWith("sha256:") && tagOrDigest !== digest) {
      throw new RegistryRefused(
        `${repository.registry} answers with ${digest} when asked for ${tagOrDigest}.`,
        response.status,
        "Check that no proxy changes what the registry sends.",
      );
    }
    const text = Buffer.from(response.bytes).toString("utf8");
    if (!isManifest(text)) {
      throw new RegistryRefused(
        `${repository.registry} answers with something that is no image manifest.`,
        response.status,
        "Check the repository URL, and that no proxy answers in the registry's place.",
      );
    }
    const mediaType = mediaTypeOf(text, response.headers.get("content-type"));
    return { digest, mediaType, bytes: response.bytes };
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

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
