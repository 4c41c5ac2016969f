/** IAM as preflight uses it. Errors are SlipwayErrors (aws/awsErrors.ts). */
export interface RolesApi {
  /** @param name without a path */
  hasRole(name: string, signal?: AbortSignal): Promise<boolean>;
}
