import { ServiceError } from "../../server/serviceError";
import {
  bindOperations,
  type OperationTable,
  type ServiceModule,
} from "../../server/serviceModule";
import type { LogStore } from "./logStore";
import model from "./model.json";
import { createLogGroup } from "./operations/CreateLogGroup";
import { createLogStream } from "./operations/CreateLogStream";
import { deleteLogGroup } from "./operations/DeleteLogGroup";
import { describeLogGroups } from "./operations/DescribeLogGroups";
import { describeLogStreams } from "./operations/DescribeLogStreams";
import { filterLogEvents } from "./operations/FilterLogEvents";
import { getLogEvents } from "./operations/GetLogEvents";
import { putLogEvents } from "./operations/PutLogEvents";
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
