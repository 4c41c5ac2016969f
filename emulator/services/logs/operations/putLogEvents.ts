import { ServiceError } from "../../../wire/serviceError";
import type { LogStore } from "../logStore";
import type { PutLogEventsRequest, PutLogEventsResponse } from "../shapes";

export function putLogEvents(
  logs: LogStore,
  { logGroupName, logStreamName, logEvents }: PutLogEventsRequest,
): PutLogEventsResponse {
  const ordered = logEvents.every((event, i) => {
    const before = logEvents[i - 1];
    return before === undefined || before.timestamp <= event.timestamp;
  });
  if (!ordered) {
    throw new ServiceError(
      "InvalidParameterException",
      "Log events in a single PutLogEvents request must be in chronological order.",
    );
  }
  logs.put(logGroupName, logStreamName, logEvents);
  // Sequence tokens are no longer looked at; AWS still answers one.
  return { nextSequenceToken: "0" };
}
