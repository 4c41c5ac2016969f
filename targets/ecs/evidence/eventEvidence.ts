import type { UnhealthyTargets } from "../../../contract/evidence";

const unhealthy = /is unhealthy in \((?:target-group|elb) ([^)]+)\) due to \(reason (.+)\)\.?$/;
/** Failures of a task that is on its way; they are among the stopped tasks. */
const failedStart = /Reason: (?:CannotPull|CannotStart|CannotCreate|ResourceInitialization)/;
const noRoom =
  /was unable to place (?:a task|tasks)|could not launch \d+ tasks|unable to stop or start tasks|capacity limit was exceeded/;
const shown = 5;

/** Which targets service events call unhealthy, most frequent first. */
export function unhealthyTargets(events: readonly string[]): UnhealthyTargets[] {
  const groups = new Map<string, UnhealthyTargets>();
  for (const event of events) {
    const [, targetGroup, reason] = unhealthy.exec(event) ?? [];
    if (targetGroup === undefined || reason === undefined) continue;
    const key = `${targetGroup} ${reason}`;
    const count = (groups.get(key)?.count ?? 0) + 1;
    groups.set(key, { targetGroup, reason, count });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** Why there was no room for tasks, in ECS's words, each once. */
export function capacityEvents(events: readonly string[]): string[] {
  const found = events
    .filter((event) => noRoom.test(event) && !failedStart.test(event))
    .map((event) => event.replace(/^\(service [^)]*\) /, ""));
  return [...new Set(found)].slice(0, shown);
}
