import { asSentence, messageOf, SlipwayError } from "../../support/errors";

/**
 * A reason why the release can't start (`error`), something to know (`warning`), or something that
 * could not be looked at (`note`).
 */
export interface Finding {
  level: "error" | "warning" | "note";
  /** Stable, e.g. `SERVICE_NOT_FOUND`; `NOT_CHECKED` for every note. */
  code: string;
  service?: string;
  message: string;
  remedy: string;
}

export function findingOf(error: unknown, service?: string): Finding {
  const known = error instanceof SlipwayError ? error : undefined;
  return {
    level: "error",
    code: known?.code ?? "UNEXPECTED",
    ...(service !== undefined && { service }),
    message: messageOf(error),
    remedy: known?.remedy ?? "Look at the message; the same call in the AWS CLI shows the details.",
  };
}

/**
 * What could not be looked at is no reason to stop: the release itself may need no such right.
 * @param error why; AWS's own words about a right that is missing are left out
 */
export function notChecked(what: string, error: unknown): Finding {
  const why = asSentence(messageOf(error).replace(/ AWS says: .*$/s, ""));
  return {
    level: "note",
    code: "NOT_CHECKED",
    message: `${what}: ${why}`,
    remedy: "Allow it to this identity to have it checked before a release.",
  };
}
