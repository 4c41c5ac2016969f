/**
 * Secrets Manager and Systems Manager's parameters as preflight uses them. No value is asked for in
 * clear, and none leaves the adapters. Errors are SlipwayErrors (aws/awsErrors.ts).
 */
export interface SecretsApi {
  /**
   * @param secret name or ARN
   * @param region by default where the other AWS calls go
   * @returns undefined where there is none
   */
  describeSecret(
    secret: string,
    region?: string,
    signal?: AbortSignal,
  ): Promise<SecretFacts | undefined>;

  /**
   * @param names names or ARNs, any number
   * @returns those of which there is none
   */
  missingParameters(
    names: readonly string[],
    region?: string,
    signal?: AbortSignal,
  ): Promise<string[]>;
}

export interface SecretFacts {
  /** It can't be read, and goes for good some days later. */
  readonly deleted: boolean;
  /** Version → its stages; absent where AWS does not tell. */
  readonly versions?: Readonly<Record<string, readonly string[]>>;
}
