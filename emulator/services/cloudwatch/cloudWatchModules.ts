import { bindOperations, type OperationTable, type ServiceModule } from "../../wire/serviceModule";
import type { AlarmStore } from "./alarmStore";
import { invalidParameterValue } from "./errors";
import model from "./model.json";
import { deleteAlarms } from "./operations/deleteAlarms";
import { describeAlarms } from "./operations/describeAlarms";
import { putMetricAlarm } from "./operations/putMetricAlarm";
import { setAlarmState } from "./operations/setAlarmState";
import type { Operations } from "./shapes";

const operations: OperationTable<Operations, AlarmStore> = {
  DeleteAlarms: deleteAlarms,
  DescribeAlarms: describeAlarms,
  PutMetricAlarm: putMetricAlarm,
  SetAlarmState: setAlarmState,
};

/** CloudWatch's alarms: JSON 1.0, as today's AWS CLI, boto3 and JavaScript SDK speak to it, and query for older ones. */
export function cloudWatchModules(alarms: AlarmStore): ServiceModule[] {
  const both = {
    name: "cloudwatch",
    model,
    invalid: invalidParameterValue,
    queryCodes: {
      InvalidParameterValueException: "InvalidParameterValue",
      MissingRequiredParameterException: "MissingParameter",
      InvalidFormatFault: "InvalidFormat",
    },
    operations: bindOperations(operations, alarms),
  };
  return [
    {
      ...both,
      protocol: "json",
      jsonVersion: "1.0",
      targetPrefix: "GraniteServiceVersion20100801",
    },
    {
      ...both,
      protocol: "query",
      xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    },
  ];
}
