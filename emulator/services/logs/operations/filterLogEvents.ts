import type { LogStore } from "../logStore";
import { compileFilterPattern } from "../filterPattern";
import { page } from "../../../wire/page";
import type { FilterLogEventsRequest, FilterLogEventsResponse } from "../shapes";

/** Events of some or all streams of a group by time, those that match the pattern. */
export function filterLogEvents(
  logs: LogStore,
  input: FilterLogEventsRequest,
): FilterLogEventsResponse {
  const group = logs.group(input.logGroupName ?? input.logGroupIdentifier);
  const { logStreamNames, logStreamNamePrefix = "", startTime = 0, endTime = Infinity } = input;
  const streams = logStreamNames
    ? logStreamNames.map((name) => logs.stream(group.name, name))
    : [...group.streams.values()].filter(({ name }) => name.startsWith(logStreamNamePrefix));
  const matches = compileFilterPattern(input.filterPattern);
  const found = streams
    .flatMap((stream) => stream.events.map((event) => ({ stream, event })))
    .filter(({ event: e }) => e.timestamp >= startTime && e.timestamp <= endTime)
    .filter(({ event }) => matches(event.message))
    .sort((a, b) => a.event.timestamp - b.event.timestamp || a.event.sequence - b.event.sequence);
  const { items, nextToken } = page(found, input.limit ?? 10_000, input.nextToken);
  return {
    events: items.map(({ stream, event }) => ({
      logStreamName: stream.name,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestionTime,
      eventId: String(event.sequence).padStart(56, "0"),
    })),
    searchedLogStreams: [],
    ...(nextToken !== undefined && { nextToken }),
  };
}
