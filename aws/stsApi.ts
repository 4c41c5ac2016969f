/** What is asked of STS. */
export interface StsApi {
  getCallerIdentity(signal?: AbortSignal): Promise<CallerIdentity>;
}

export interface CallerIdentity {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
}
