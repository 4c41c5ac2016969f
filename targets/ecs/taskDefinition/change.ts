/** What a release changes in a service's task definition; nothing else may differ afterwards. */
export interface TaskDefinitionChange {
  images: readonly ImageChange[];
  /** Variables to set in every chosen container. The values are secret. */
  environment: Readonly<Record<string, string>>;
  /** Variable that carries the version, usually `DD_VERSION`. */
  versionVariable: string;
  /** Its value, and that of an existing `com.datadoghq.tags.version` label. */
  version: string;
  /** Value of an existing `DD_GIT_COMMIT_SHA`; by default `version`. */
  commit?: string;
}

export interface ImageChange {
  /** Registry and repository, to find the containers by. */
  repositoryUrl: string;
  /** The image to set, `repositoryUrl:tag` or `repositoryUrl@digest`. */
  reference: string;
  /** Names of the containers; by default those that run an image of this repository. */
  containers?: readonly string[];
}
