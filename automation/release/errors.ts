import { SlipwayError } from "../../support/errors";

export class Cancelled extends SlipwayError {
  readonly code = "CANCELLED";
  readonly ends = "cancelled";

  /** @param signal `SIGINT` */
  constructor(
    readonly signal: string,
    message = `Cancelled by ${signal}; no service was touched.`,
  ) {
    super(message);
  }
}

/** The plan is not the approved one. */
export class PlanChanged extends SlipwayError {
  readonly code = "PLAN_CHANGED";
  readonly ends = "preflightRefused";

  /** @param differences sentences */
  constructor(readonly differences: readonly string[]) {
    super(
      ["This is not the plan that was approved:", ...differences.map((d) => `  ${d}`)].join("\n"),
      "Nothing was touched. Show the plan again (slipway preview <environment> --for-approval) in a new build, and have it approved.",
    );
  }
}

/** The plan could not be compared with the approved one. */
export class ApprovalUnclear extends SlipwayError {
  readonly code = "APPROVAL_UNCLEAR";
  readonly ends = "preflightRefused";

  /** @param what a sentence */
  constructor(what: string) {
    super(what, "Nothing was touched. Run the job again.");
  }
}
