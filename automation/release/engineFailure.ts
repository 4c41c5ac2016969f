import type { ResourceName } from "../workspace/engineNotice";
import { buildFailureOf } from "./buildFailure";
import type { SeenFailure } from "../report/engineFacts";

const imageType = "docker-build:index:Image";

/** Said by the engine after the real reason was. */
const echoes = [
  /^(update|preview) (failed|canceled|cancelled)$/,
  /^resource .* failed$/i,
  /^one or more .* failed$/i,
  // Of what was under way when a run was cancelled; the report says where that is now.
  /^The engine cancelled the operation\.$/,
  // A rollout that is asked for although its revision could not be made.
  /the revision to move the service to must be there first$/,
];

/** What the component itself refuses; a program's own errors have no place for a code. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/^Preflight found /, "PREFLIGHT_REFUSED"],
  [/^images\.\S+: this commit can't be built here: /, "COMMIT_NOT_CHECKED_OUT"],
  [/^images\.\S+: .* has no image /, "IMAGE_NOT_FOUND"],
  [/^images\.\S+: there is no (folder|Dockerfile) /, "SETTINGS_INVALID"],
  [/^images\.\S+: (the|a secret of its) bake (file|target) /, "SETTINGS_INVALID"],
  [/^Build secrets are missing:/, "SETTINGS_INVALID"],
  [/^The settings of environment /, "SETTINGS_INVALID"],
];

/**
 * An error diagnostic of the engine as people can use it: without stack trace, wrapping and
 * repetition. @returns undefined for an echo of another one
 */
export function failureOf(text: string, resource?: ResourceName): SeenFailure | undefined {
  const message = unwrapped(text);
  if (message === "" || echoes.some((echo) => echo.test(message))) return undefined;
  const isProgram = resource === undefined || resource.type === "pulumi:pulumi:Stack";
  return {
    ...(resource?.type === imageType ? buildFailureOf(message) : refusalOf(message)),
    ...(!isProgram && { resource: `${resource.type} ${resource.name}`, type: resource.type }),
  };
}

/** What Slipway itself refused: its text ends with a code, or begins with known words. */
function refusalOf(message: string): Pick<SeenFailure, "message" | "code"> {
  const match = /\s*\[([A-Z][A-Z0-9_]+)\]$/.exec(message);
  const code = match?.[1] ?? refusals.find(([words]) => words.test(message))?.[1];
  return {
    message: match ? message.slice(0, match.index) : message,
    ...(code !== undefined && { code }),
  };
}

/** What the engine or a program says, without what each wraps around it. */
export function unwrapped(text: string): string {
  const lines = text
    .replace(/^(?:error|warning): /, "")
    .replace(/^Refreshed resource is in an unhealthy state:\n?/, "")
    .replace(/^Running program '.*' failed with an unhandled exception:\n?/, "")
    .replace(/^(?:Preview failed: )?(?:\d+ errors? occurred:\s*)?/, "")
    .split("\n")
    // A place in Slipway's code does not help the user.
    .filter((line) => !/^\s+at .*[:(]/.test(line))
    .map((line) => line.replace(/^\s*\* /, "").trimEnd());
  return lines
    .join("\n")
    .replace(/^(?:Uncaught )?(?:\w*Error|<ref.*>): /, "")
    .trim();
}
