/** An image to be put into another repository, byte for byte: its digest stays. */
export interface ImageCopyRequest {
  /** `host[:port]/path` */
  readonly from: string;
  readonly to: string;
  /** Of the image or index. */
  readonly digest: string;
  /** A tag that it gets there. */
  readonly tag?: string;
  /** Whether the tag may be taken from another image. */
  readonly moveTag?: boolean;
}

/** What a repository lacks of an image. */
export interface MissingParts {
  /** Manifests and indexes. */
  readonly manifests: number;
  /** Configs and layers. */
  readonly layers: number;
  /** Of those layers, in sum. */
  readonly bytes: number;
}

export interface ImageCopyResult {
  readonly manifests: number;
  /** Layers that were sent from one registry to the other. */
  readonly layers: number;
  /** That they have. */
  readonly bytes: number;
  /** Layers that the registry took over from its other repository by itself. */
  readonly mounted: number;
}

/** Copies images between repositories: of one registry, or of two with a login each. */
export interface ImageCopier {
  /**
   * What a copy would have to bring. Reads only.
   * @throws RegistryError's subclasses, TagTaken
   */
  missing(request: ImageCopyRequest, signal?: AbortSignal): Promise<MissingParts>;

  /**
   * Brings what is missing and sets the tag.
   * @param onBytes bytes that have arrived so far, and how many it will be
   * @throws RegistryError's subclasses, TagTaken
   */
  copy(
    request: ImageCopyRequest,
    onBytes: (arrived: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<ImageCopyResult>;
}
