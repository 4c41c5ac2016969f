import { parameterNotFound, type ParameterStore } from "../parameterStore";
import type { DeleteParameterRequest, DeleteParameterResult } from "../shapes";

export function deleteParameter(
  parameters: ParameterStore,
  { Name }: DeleteParameterRequest,
): DeleteParameterResult {
  if (!parameters.delete(Name)) throw parameterNotFound();
  return {};
}
