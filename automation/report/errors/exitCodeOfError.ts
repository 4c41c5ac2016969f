import { SlipwayError } from "../../../support/errors";
import { exitCodes, type ExitCode } from "../exitCodes";

/** The exit code of a command that ended with `error` before it touched a service. */
export function exitCodeOfError(error: unknown): ExitCode {
  return error instanceof SlipwayError ? exitCodes[error.ends] : exitCodes.unexpected;
}
