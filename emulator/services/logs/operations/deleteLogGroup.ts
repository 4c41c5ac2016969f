import type { LogStore } from "../logStore";
import type { DeleteLogGroupRequest } from "../shapes";

export function deleteLogGroup(
  logs: LogStore,
  { logGroupName }: DeleteLogGroupRequest,
): Record<string, never> {
  logs.deleteGroup(logGroupName);
  return {};
}
