/** Amazon CloudWatch Logs as Slipway uses it. Errors are SlipwayErrors (aws/awsErrors.ts). */
export interface LogsApi {
  /** @returns undefined where there is no such group or stream */
  read(request: ReadLogRequest, signal?: AbortSignal): Promise<LogPage | undefined>;

  /** @param region by default where the other AWS calls go */
  hasGroup(group: string, region?: string, signal?: AbortSignal): Promise<boolean>;
}

export interface ReadLogRequest {
  /** Where the group is; by default where the other AWS calls go. */
  region?: string;
  group: string;
  stream: string;
  /** The last lines, so many at most. */
  limit: number;
}

export interface LogPage {
  /** Oldest first, as they were written. */
  lines: string[];
}
