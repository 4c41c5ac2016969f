import { SlipwayError } from "../../support/errors";

export class UsageError extends SlipwayError {
  readonly code = "USAGE";
  readonly ends = "usage";
}

/** A planned command. It has a name so that its absence does not look like a misspelling. */
export class NotYet extends SlipwayError {
  readonly code = "NOT_YET";
  readonly ends = "usage";

  constructor(what: string, remedy: string) {
    super(`${what} is not available yet.`, remedy);
  }
}
