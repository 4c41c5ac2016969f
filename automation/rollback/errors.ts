import { SlipwayError } from "../../support/errors";

/** There is no release to roll back to. */
export class NothingToRollBack extends SlipwayError {
  readonly code = "NOTHING_TO_ROLL_BACK";
  readonly ends = "preflightRefused";
}

/** It is not clear which release to roll back to. */
export class RollbackUnclear extends SlipwayError {
  readonly code = "ROLLBACK_UNCLEAR";
  readonly ends = "usage";
}

/** ECS moves no service to a deregistered revision. */
export class RevisionInactive extends SlipwayError {
  readonly code = "REVISION_INACTIVE";
  readonly ends = "preflightRefused";
}
