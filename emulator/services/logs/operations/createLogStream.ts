import type { LogStore } from "../logStore";
import type { CreateLogStreamRequest } from "../shapes";

export function createLogStream(
  logs: LogStore,
  { logGroupName, logStreamName }: CreateLogStreamRequest,
): Record<string, never> {
  logs.createStream(logGroupName, logStreamName);
  return {};
}
