/** The environment that a promotion takes its images from. */
export interface EnvironmentToPromote {
  /** For messages. */
  readonly environment: string;
  readonly cluster: string;
  /** Container → name of its image; without it, containers are chosen as a release chooses them. */
  readonly services: readonly {
    readonly name: string;
    readonly containers?: Readonly<Record<string, string>>;
  }[];
  readonly images: readonly { readonly name: string; readonly repositoryUrl: string }[];
  readonly versionVariable: string;
}
