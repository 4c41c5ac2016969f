import type { LogStore } from "../logStore";
import type { CreateLogGroupRequest } from "../shapes";

export function createLogGroup(
  logs: LogStore,
  { logGroupName }: CreateLogGroupRequest,
): Record<string, never> {
  logs.createGroup(logGroupName);
  return {};
}
