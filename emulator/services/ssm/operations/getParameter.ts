import { parameterNotFound, type ParameterStore } from "../parameterStore";
import type { GetParameterRequest, GetParameterResult } from "../shapes";

export function getParameter(
  parameters: ParameterStore,
  { Name, WithDecryption }: GetParameterRequest,
): GetParameterResult {
  const parameter = parameters.get(Name);
  if (!parameter) throw parameterNotFound();
  return { Parameter: parameters.describe(parameter, WithDecryption === true) };
}
