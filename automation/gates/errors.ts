import { SlipwayError } from "../../support/errors";

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
