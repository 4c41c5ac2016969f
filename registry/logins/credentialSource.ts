/** A login for one registry host. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
  /** An OAuth 2 refresh token; where there is one, it stands for name and password. */
  readonly identityToken?: string;
  /** Where it comes from, for people: `ECR us-east-1`, `the Docker config`. */
  readonly source: string;
}

/** @returns undefined when nothing is known for the host: asked without a login then */
export type CredentialSource = (
  registryHost: string,
  signal?: AbortSignal,
) => Promise<RegistryCredentials | undefined>;

/** The `Authorization` header of HTTP Basic. */
export function basicAuthorization({ username, password }: RegistryCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
