import { ServiceError } from "../../../wire/serviceError";
import type { ParameterStore } from "../parameterStore";
import type { PutParameterRequest, PutParameterResult } from "../shapes";

export function putParameter(
  parameters: ParameterStore,
  { Name, Value, Type, Overwrite, DataType = "text" }: PutParameterRequest,
): PutParameterResult {
  const existing = parameters.get(Name);
  if (existing && !Overwrite) {
    throw new ServiceError(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  }
  const type = Type ?? existing?.type;
  if (type === undefined) {
    throw new ServiceError(
      "ValidationException",
      "A parameter type is required when you create a parameter.",
    );
  }
  return { Version: parameters.put(Name, Value, type, DataType).version, Tier: "Standard" };
}
