import { ServiceError } from "../../wire/serviceError";
import { bindOperations, type OperationTable, type ServiceModule } from "../../wire/serviceModule";
import type { LogStore } from "./logStore";
import model from "./model.json";
import { createLogGroup } from "./operations/createLogGroup";
import { createLogStream } from "./operations/createLogStream";
import { deleteLogGroup } from "./operations/deleteLogGroup";
import { describeLogGroups } from "./operations/describeLogGroups";
import { describeLogStreams } from "./operations/describeLogStreams";
import { filterLogEvents } from "./operations/filterLogEvents";
import { getLogEvents } from "./operations/getLogEvents";
import { putLogEvents } from "./operations/putLogEvents";
import type { Operations } from "./shapes";

const operations: OperationTable<Operations, LogStore> = {
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  DeleteLogGroup: deleteLogGroup,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  PutLogEvents: putLogEvents,
};

/** Amazon CloudWatch Logs. */
export function logsModule(logs: LogStore): ServiceModule {
  return {
    name: "logs",
    protocol: "json",
    targetPrefix: "Logs_20140328",
    model,
    invalid: (message) => new ServiceError("InvalidParameterException", message),
    operations: bindOperations(operations, logs),
  };
}
