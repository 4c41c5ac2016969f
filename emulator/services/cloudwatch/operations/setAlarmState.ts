import { ServiceError } from "../../../wire/serviceError";
import type { AlarmStore } from "../alarmStore";
import { resourceNotFound } from "../errors";
import type { SetAlarmStateInput } from "../shapes";

/** Sets a state, which stays: on AWS the next evaluation of the metric sets it back. */
export function setAlarmState(
  alarms: AlarmStore,
  input: SetAlarmStateInput,
): Record<string, never> {
  const { AlarmName: name, StateValue: state, StateReason: reason, StateReasonData: json } = input;
  if (json !== undefined && !isJson(json)) {
    throw new ServiceError("InvalidFormatFault", "StateReasonData was not valid JSON.");
  }
  if (!alarms.setState(name, state, reason, json)) {
    throw resourceNotFound(`No alarm with the name ${name} was found.`);
  }
  return {};
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
