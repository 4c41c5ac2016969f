/** A login for one registry host. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
  /** Where it comes from, for people: `ECR 123456789012 us-east-1`, `Docker config`. */
  readonly source: string;
}

/** @returns undefined when nothing is known for the host: asked without a login then */
export type CredentialSource = (
  registryHost: string,
  signal?: AbortSignal,
) => Promise<RegistryCredentials | undefined>;
