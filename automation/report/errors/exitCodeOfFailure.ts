import type { RefusalCode } from "../../../contract/refusal";
import type { ErrorEnding } from "../../../support/errors";
import { errorEndings } from "./errorEndings";
import { exitCodes, type ExitCode } from "../exitCodes";

/** Codes of the program's own refusals, which are no error classes. */
const refusals: Readonly<Record<Exclude<RefusalCode, keyof typeof errorEndings>, ErrorEnding>> = {
  ARGUMENTS_INVALID: "usage",
  REQUEST_IMPOSSIBLE: "usage",
  COMMIT_NOT_CHECKED_OUT: "usage",
  PREFLIGHT_REFUSED: "preflightRefused",
  LOOK_UP_FAILED: "unexpected",
  UNEXPECTED: "unexpected",
};

/** By the type of the resource that failed. */
const byResource: Readonly<Record<string, ErrorEnding>> = {
  "docker-build:index:Image": "buildFailed",
  "slipway:ecs:TaskRun": "taskFailed",
  "slipway:ecs:TaskDefinitionRevision": "preflightRefused",
  "slipway:ecs:ServiceRollout": "preflightRefused",
};

/**
 * The exit code of a failure that the engine reported, no service being touched.
 * @param code the stable code at the end of its text
 * @param type of the resource that failed
 */
export function exitCodeOfFailure(code = "", type = ""): ExitCode {
  const resource = own(byResource, type);
  // A call that the build made and AWS denied is the build's failure.
  if (resource === "buildFailed" || resource === "taskFailed") return exitCodes[resource];
  const ending = own(refusals, code) ?? own(errorEndings, code) ?? resource;
  return exitCodes[ending ?? "unexpected"];
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
