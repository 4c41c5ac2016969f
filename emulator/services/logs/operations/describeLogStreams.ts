import type { LogStore, StoredStream } from "../logStore";
import { page } from "../../../wire/page";
import type { DescribeLogStreamsRequest, DescribeLogStreamsResponse } from "../shapes";

export function describeLogStreams(
  logs: LogStore,
  input: DescribeLogStreamsRequest,
): DescribeLogStreamsResponse {
  const group = logs.group(input.logGroupName ?? input.logGroupIdentifier);
  const streams = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ""))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (input.orderBy === "LastEventTime") streams.sort((a, b) => lastEvent(a) - lastEvent(b));
  if (input.descending) streams.reverse();
  const { items, nextToken } = page(streams, input.limit ?? 50, input.nextToken);
  return {
    logStreams: items.map(({ name, createdAt, events }) => {
      const [first, last] = [events[0], events.at(-1)];
      return {
        logStreamName: name,
        creationTime: createdAt,
        arn: `${logs.groupArn(group.name)}:log-stream:${name}`,
        uploadSequenceToken: "0",
        // AWS always answers 0 for streams since 2019.
        storedBytes: 0,
        ...(first && { firstEventTimestamp: first.timestamp }),
        ...(last && {
          lastEventTimestamp: last.timestamp,
          lastIngestionTime: last.ingestionTime,
        }),
      };
    }),
    ...(nextToken !== undefined && { nextToken }),
  };
}

const lastEvent = ({ events, createdAt }: StoredStream) => events.at(-1)?.timestamp ?? createdAt;
