import { ServiceError } from "../../../wire/serviceError";
import type { LogEvent, LogStore } from "../logStore";
import type { GetLogEventsRequest, GetLogEventsResponse } from "../shapes";

/**
 * One page of a stream. At the end of the stream the answer carries the token that was sent, which is how readers
 * notice the end. Without `startFromHead` the last events come first.
 */
export function getLogEvents(logs: LogStore, input: GetLogEventsRequest): GetLogEventsResponse {
  const stream = logs.stream(input.logGroupName ?? input.logGroupIdentifier, input.logStreamName);
  const { startTime = 0, endTime = Infinity, limit = 10_000 } = input;
  const events = stream.events.filter((e) => e.timestamp >= startTime && e.timestamp < endTime);
  const { from, to } = window(events, limit, input);
  return {
    events: events
      .slice(from, to)
      .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: `f/${to}`,
    nextBackwardToken: `b/${from}`,
  };
}

function window(
  events: LogEvent[],
  limit: number,
  { nextToken, startFromHead }: GetLogEventsRequest,
): { from: number; to: number } {
  if (nextToken === undefined) {
    const from = startFromHead === true ? 0 : Math.max(0, events.length - limit);
    return { from, to: Math.min(events.length, from + limit) };
  }
  const [, direction, position] = /^([fb])\/(\d+)$/.exec(nextToken) ?? [];
  if (direction === undefined) {
    throw new ServiceError("InvalidParameterException", "The specified nextToken is invalid.");
  }
  const at = Number(position);
  if (direction === "f") return { from: at, to: Math.min(Math.max(events.length, at), at + limit) };
  return { from: Math.max(0, at - limit), to: at };
}
