import { parseRunRequest, runVariable, type RunRequest } from "../../contract/runRequest";

/**
 * What the runner asks this process for; undefined under plain `pulumi`.
 * @throws ZodError, SyntaxError where the variable is from no runner of this version
 */
export function currentRequest(): RunRequest | undefined {
  // eslint-disable-next-line no-restricted-properties -- a program of the user's own obeys the runner without knowing of it
  return parseRunRequest(process.env[runVariable]);
}
