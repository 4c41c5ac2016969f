/** What is asked of ECR's own API; images are looked up over the registry's HTTP API. */
export interface EcrApi {
  /** A login for every registry that the caller may reach in the API's region. */
  getAuthorizationToken(signal?: AbortSignal): Promise<EcrAuthorization>;
  /** @returns undefined when the registry has no such repository */
  describeRepository(
    name: string,
    registryId?: string,
    signal?: AbortSignal,
  ): Promise<EcrRepository | undefined>;
}

export interface EcrAuthorization {
  readonly username: string;
  readonly password: string;
  /** e.g. `https://123456789012.dkr.ecr.us-east-1.amazonaws.com` */
  readonly proxyEndpoint: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

export interface EcrRepository {
  readonly uri: string;
  /** `IMMUTABLE`, `MUTABLE` and their `…_WITH_EXCLUSION` forms. */
  readonly imageTagMutability: string;
  /** Tags for which the opposite holds, `*` for any characters; with `…_WITH_EXCLUSION` only. */
  readonly exclusions: readonly string[];
}
