import { SlipwayError } from "../../support/errors";

export interface Problem {
  /** The setting or variable: `slipway:services[1].name`, `SERVICES_NAMES`. */
  readonly path: string;
  /** The mistake, with the value seen unless it is secret. */
  readonly message: string;
  readonly remedy: string;
}

/** Every problem of the settings at once. */
export class SettingsError extends SlipwayError {
  readonly code = "SETTINGS_INVALID";
  readonly ends = "usage";

  constructor(
    stack: string,
    readonly problems: readonly Problem[],
  ) {
    const lines = problems.map((p) => `  ${p.path}: ${p.message} ${p.remedy}`);
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    super(
      [`The settings of environment ${stack} have ${count}:`, ...lines].join("\n"),
      "Nothing was touched. Mend them all, then run the same command again.",
    );
  }
}
