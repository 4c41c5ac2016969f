import { ServiceError } from "../../../wire/serviceError";
import { page } from "../../../wire/page";
import type { AlarmStore, StoredAlarm } from "../alarmStore";
import { invalidParameterValue } from "../errors";
import type { DescribeAlarmsInput, DescribeAlarmsOutput, MetricAlarm } from "../shapes";

/** Metric alarms by name; there are no composite or log alarms. Names that are not there are left out. */
export function describeAlarms(
  alarms: AlarmStore,
  input: DescribeAlarmsInput,
): DescribeAlarmsOutput {
  const { AlarmNames: names, AlarmNamePrefix: prefix, AlarmTypes: types, MaxRecords: most } = input;
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameterValue("AlarmNamePrefix and AlarmNames cannot be given together.");
  }
  if (most !== undefined && (most < 1 || most > 100)) {
    throw invalidParameterValue(`MaxRecords ${most} is not between 1 and 100.`);
  }
  const metric = types === undefined || types.length === 0 || types.includes("MetricAlarm");
  const found = alarms
    .list()
    .filter(
      ({ state, configuration: { AlarmName: name, AlarmActions: actions = [] } }) =>
        metric &&
        (names === undefined || names.length === 0 || names.includes(name)) &&
        name.startsWith(prefix ?? "") &&
        (input.StateValue === undefined || state === input.StateValue) &&
        (input.ActionPrefix === undefined ||
          actions.some((action) => action.startsWith(input.ActionPrefix ?? ""))),
    );
  const { items, nextToken } = pageOf(found, most, input.NextToken);
  return { MetricAlarms: items.map(view), CompositeAlarms: [], NextToken: nextToken };
}

function pageOf(found: readonly StoredAlarm[], most: number | undefined, token?: string) {
  try {
    return page(found, most ?? 50, token);
  } catch {
    throw new ServiceError("InvalidNextToken", "The next token is not valid.");
  }
}

function view({ configuration, ...alarm }: StoredAlarm): MetricAlarm {
  const members: MetricAlarm & { Tags?: unknown } = { ...configuration };
  delete members.Tags;
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    ...members,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: alarm.configuredAt / 1000,
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateReasonData: alarm.reasonData,
    StateUpdatedTimestamp: alarm.updatedAt / 1000,
    StateTransitionedTimestamp: alarm.transitionedAt / 1000,
  };
}
