import type { LogStore } from "../logStore";
import { page } from "../../../wire/page";
import type { DescribeLogGroupsRequest, DescribeLogGroupsResponse } from "../shapes";

export function describeLogGroups(
  logs: LogStore,
  { logGroupNamePrefix = "", logGroupNamePattern = "", limit, nextToken }: DescribeLogGroupsRequest,
): DescribeLogGroupsResponse {
  const groups = logs
    .list()
    .filter(
      ({ name }) => name.startsWith(logGroupNamePrefix) && name.includes(logGroupNamePattern),
    );
  const { items, nextToken: next } = page(groups, limit ?? 50, nextToken);
  return {
    logGroups: items.map(({ name, createdAt, streams }) => ({
      logGroupName: name,
      creationTime: createdAt,
      metricFilterCount: 0,
      arn: `${logs.groupArn(name)}:*`,
      logGroupArn: logs.groupArn(name),
      logGroupClass: "STANDARD",
      storedBytes: [...streams.values()]
        .flatMap(({ events }) => events)
        .reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0),
    })),
    ...(next !== undefined && { nextToken: next }),
  };
}
