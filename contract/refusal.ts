/** Why a program refuses to go on, as a stable code. */
export const refusalCodes = [
  "SETTINGS_INVALID",
  "ARGUMENTS_INVALID",
  "REQUEST_IMPOSSIBLE",
  "COMMIT_NOT_CHECKED_OUT",
  "IMAGE_NOT_FOUND",
  "PREFLIGHT_REFUSED",
  "LOOK_UP_FAILED",
  "UNEXPECTED",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** The reason of a rollout that the engine asks for although its revision was not registered. */
export const revisionMissing = "REVISION_MISSING";

/** An error's text with its code at the end: text is all that leaves the engine. */
export function withCode(code: string, text: string): string {
  return `${text}${text.includes("\n") ? "\n" : " "}[${code}]`;
}

/** The text of an error without its code, and the code where it has one. */
export function splitCode(text: string): { message: string; code?: string } {
  const match = /\s*\[([A-Z][A-Z0-9_]+)\]$/.exec(text);
  if (!match?.[1]) return { message: text };
  return { message: text.slice(0, match.index), code: match[1] };
}
