import { SlipwayError } from "../../support/errors";

export class UsageError extends SlipwayError {
  readonly code = "USAGE";
  readonly ends = "usage";
}

/** Planned, and named so that nobody takes its absence for a misspelling. */
export class NotYet extends SlipwayError {
  readonly code = "NOT_YET";
  readonly ends = "usage";

  constructor(what: string, remedy: string) {
    super(`${what} is not available yet.`, remedy);
  }
}
