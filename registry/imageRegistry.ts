/** What a tag or digest names in a registry. */
export interface RegistryImage {
  /** `sha256:…` of the manifest or index bytes as the registry stores them. */
  readonly digest: string;
  readonly mediaType: string;
  /** `os/arch[/variant]` of every image inside; attestations left out. */
  readonly platforms: readonly string[];
  /** Digests of the platforms' own manifests, where `digest` is an index of them. */
  readonly manifests: readonly string[];
}

/** Looks images up and gives them further tags. `repositoryUrl` is `host[:port]/path`. */
export interface ImageRegistry {
  /**
   * @returns undefined when the repository has no such tag or digest
   * @throws RegistryError's subclasses: no such repository, login refused, unreachable, …
   */
  find(
    repositoryUrl: string,
    tagOrDigest: string,
    signal?: AbortSignal,
  ): Promise<RegistryImage | undefined>;

  /** Points `newTag` at the manifest `digest`, byte for byte, without pulling a layer. */
  tag(repositoryUrl: string, digest: string, newTag: string, signal?: AbortSignal): Promise<void>;
}
