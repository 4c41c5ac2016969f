import { ServiceError } from "../../wire/serviceError";
import { bindOperations, type OperationTable, type ServiceModule } from "../../wire/serviceModule";
import model from "./model.json";
import { deleteParameter } from "./operations/deleteParameter";
import { getParameter } from "./operations/getParameter";
import { getParameters } from "./operations/getParameters";
import { putParameter } from "./operations/putParameter";
import type { ParameterStore } from "./parameterStore";
import type { Operations } from "./shapes";

const operations: OperationTable<Operations, ParameterStore> = {
  DeleteParameter: deleteParameter,
  GetParameter: getParameter,
  GetParameters: getParameters,
  PutParameter: putParameter,
};

/** The parameters of AWS Systems Manager. */
export function ssmModule(parameters: ParameterStore): ServiceModule {
  return {
    name: "ssm",
    protocol: "json",
    targetPrefix: "AmazonSSM",
    model,
    invalid: (message) => new ServiceError("ValidationException", message),
    operations: bindOperations(operations, parameters),
  };
}
