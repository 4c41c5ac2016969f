import type { AlarmStore } from "../alarmStore";
import { resourceNotFound } from "../errors";
import type { DeleteAlarmsInput } from "../shapes";

/** Those that are there are deleted, also where a name among them is wrong. */
export function deleteAlarms(
  alarms: AlarmStore,
  { AlarmNames: names }: DeleteAlarmsInput,
): Record<string, never> {
  const unknown = names.filter((name) => !alarms.delete(name));
  if (unknown.length > 0)
    throw resourceNotFound(`No alarms named ${unknown.join(", ")} were found.`);
  return {};
}
