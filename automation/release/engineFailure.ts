import { revisionMissing, splitCode } from "../../contract/refusal";
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
];

/** Codes of failures that only follow from another one. */
const consequences: readonly (string | undefined)[] = [revisionMissing];

/**
 * An error diagnostic of the engine as people can use it: without stack trace, wrapping and
 * repetition. @returns undefined for an echo of another one
 */
export function failureOf(text: string, resource?: ResourceName): SeenFailure | undefined {
  const message = unwrapped(text);
  if (message === "" || echoes.some((echo) => echo.test(message))) return undefined;
  const failure = resource?.type === imageType ? buildFailureOf(message) : splitCode(message);
  if (consequences.includes(failure.code)) return undefined;
  const isProgram = resource === undefined || resource.type === "pulumi:pulumi:Stack";
  return {
    ...failure,
    ...(!isProgram && { resource: `${resource.type} ${resource.name}`, type: resource.type }),
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
