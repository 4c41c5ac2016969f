import type { Finding } from "../../../contract/finding";
import { asSentence, messageOf, SlipwayError } from "../../../support/errors";

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
