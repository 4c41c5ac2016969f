import { SlipwayError } from "../support/errors";

export class UsageError extends SlipwayError {
  readonly code = "USAGE";
}

/** Planned, and named so that nobody takes its absence for a misspelling. */
export class NotYet extends SlipwayError {
  readonly code = "NOT_YET";

  constructor(what: string, remedy: string) {
    super(`${what} is not available yet.`, remedy);
  }
}

export class Cancelled extends SlipwayError {
  readonly code = "CANCELLED";

  /** @param signal `SIGINT` */
  constructor(readonly signal: string) {
    super(`Cancelled by ${signal}; no service was touched.`);
  }
}
