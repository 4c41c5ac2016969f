import { SlipwayError } from "../support/errors";

/** Another sandbox runs in the folder. */
export class SandboxRunning extends SlipwayError {
  readonly code = "SANDBOX_RUNNING";
  readonly ends = "usage";
}

/** There is no sandbox to work with. */
export class SandboxNotRunning extends SlipwayError {
  readonly code = "SANDBOX_NOT_RUNNING";
  readonly ends = "usage";

  constructor(dir: string) {
    super(`No sandbox runs in ${dir}.`, "Start one with `slipway sandbox start`.");
  }
}

/** The folder is not a sandbox's, and would lose what is in it. */
export class SandboxFolderTaken extends SlipwayError {
  readonly code = "SANDBOX_FOLDER_TAKEN";
  readonly ends = "usage";
}

/** A part of the sandbox did not start, or ended by itself. */
export class SandboxFailed extends SlipwayError {
  readonly code = "SANDBOX_FAILED";
  readonly ends = "unexpected";
}

/** A program that the sandbox needs is not there. */
export class ProgramMissing extends SlipwayError {
  readonly code = "PROGRAM_MISSING";
  readonly ends = "usage";
}
