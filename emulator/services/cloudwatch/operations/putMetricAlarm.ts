import { ServiceError } from "../../../wire/serviceError";
import type { AlarmStore } from "../alarmStore";
import { invalidParameterValue } from "../errors";
import type { PutMetricAlarmInput } from "../shapes";

/** Makes an alarm, or configures one anew. Its metric is noted and never looked at. */
export function putMetricAlarm(
  alarms: AlarmStore,
  input: PutMetricAlarmInput,
): Record<string, never> {
  const {
    AlarmName: name,
    MetricName: metric,
    Metrics: metrics,
    EvaluationCriteria: query,
  } = input;
  if (name.length < 1 || name.length > 255) {
    throw invalidParameterValue("AlarmName must have between 1 and 255 characters.");
  }
  if (metric === undefined && metrics === undefined && query === undefined) {
    throw invalidParameterValue(
      "Exactly one of MetricName, Metrics, EvaluationCriteria is needed.",
    );
  }
  if (query === undefined && !(Number(input.EvaluationPeriods) >= 1)) {
    throw missing("EvaluationPeriods");
  }
  if (query === undefined && input.ComparisonOperator === undefined) {
    throw missing("ComparisonOperator");
  }
  if (metric !== undefined && input.Period === undefined) throw missing("Period");
  alarms.put(input);
  return {};
}

const missing = (member: string) =>
  new ServiceError(
    "MissingRequiredParameterException",
    `The parameter ${member} is required for this alarm.`,
  );
