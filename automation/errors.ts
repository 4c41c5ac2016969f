import { SlipwayError } from "../support/errors";

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

/** There is no release to go back to. */
export class NothingToRollBack extends SlipwayError {
  readonly code = "NOTHING_TO_ROLL_BACK";
  readonly ends = "preflightRefused";
}

/** It can't be told which release to go back to. */
export class RollbackUnclear extends SlipwayError {
  readonly code = "ROLLBACK_UNCLEAR";
  readonly ends = "usage";
}

/** ECS moves no service to a deregistered revision. */
export class RevisionInactive extends SlipwayError {
  readonly code = "REVISION_INACTIVE";
  readonly ends = "preflightRefused";
}

/** A gate names an alarm that is not there. */
export class AlarmNotFound extends SlipwayError {
  readonly code = "ALARM_NOT_FOUND";
  readonly ends = "preflightRefused";

  constructor(names: readonly string[]) {
    super(
      `There is no CloudWatch alarm ${names.join(", ")} in this account and region.`,
      "Check the names in slipway:gates, aws:region and the account.",
    );
  }
}

/** A gate's command names a program that is not there. */
export class GateCommandNotFound extends SlipwayError {
  readonly code = "GATE_COMMAND_NOT_FOUND";
  readonly ends = "usage";

  constructor(programs: readonly string[], folder: string) {
    super(
      `There is no program ${programs.join(", ")} to be run as a gate, in ${folder} or in PATH.`,
      "Nothing was touched. Install it, or correct the `command` in slipway:gates: it is run in the project's folder, without a shell.",
    );
  }
}

/** What would change is not what somebody approved. */
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

/** Nobody can tell whether this is what somebody approved. */
export class ApprovalUnclear extends SlipwayError {
  readonly code = "APPROVAL_UNCLEAR";
  readonly ends = "preflightRefused";

  /** @param what a sentence */
  constructor(what: string) {
    super(what, "Nothing was touched. Run the job again.");
  }
}
