import { SlipwayError } from "../../support/errors";

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
