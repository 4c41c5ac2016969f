import { ServiceError } from "../../wire/serviceError";
import { bindOperations, type OperationTable, type ServiceModule } from "../../wire/serviceModule";
import model from "./model.json";
import { assumeRole } from "./operations/assumeRole";
import { getCallerIdentity } from "./operations/getCallerIdentity";
import type { Operations } from "./shapes";
import type { Sts } from "./sts";

const operations: OperationTable<Operations, Sts> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: (sts, _input, request) => getCallerIdentity(sts, request.accessKeyId),
};

export function stsModule(sts: Sts): ServiceModule {
  return {
    name: "sts",
    protocol: "query",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    model,
    invalid: (message) => new ServiceError("ValidationError", message),
    operations: bindOperations<Operations, Sts>(operations, sts),
  };
}
