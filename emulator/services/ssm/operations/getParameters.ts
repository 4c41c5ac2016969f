import type { ParameterStore } from "../parameterStore";
import type { GetParametersRequest, GetParametersResult } from "../shapes";

/** Names without a parameter are listed, not refused. */
export function getParameters(
  parameters: ParameterStore,
  { Names, WithDecryption }: GetParametersRequest,
): GetParametersResult {
  const found = Names.flatMap((name) => parameters.get(name) ?? []);
  return {
    Parameters: found.map((p) => parameters.describe(p, WithDecryption === true)),
    InvalidParameters: Names.filter((name) => !parameters.get(name)),
  };
}
