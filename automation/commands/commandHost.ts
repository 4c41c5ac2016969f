import type { Flags } from "../../config/settings";
import type { ActionContext } from "../release/context";
import type { ReleaseRequest } from "../release/openRelease";
import type { FailureReport } from "../report/releaseReport";
import type { ExitCode } from "../report/exitCodes";
import type { Message } from "../io/message";
import type { OutputForm } from "../render/resultText";

/** What the commands need of the process that they run in. */
export interface CommandHost {
  /** `$ENV`. */
  readonly environment: string | undefined;
  /**
   * Runs an action and shows its result; errors become messages and exit codes.
   * @param moves whether it may leave something moving when it is cancelled (default: yes)
   */
  run(
    form: OutputForm,
    work: (context: ActionContext) => Promise<Ended>,
    moves?: boolean,
  ): Promise<void>;
}

export interface Ended {
  /** The result. */
  readonly message: Message;
  readonly exitCode: ExitCode;
  /** The result's failures, for people who read stderr while a program reads the JSON. */
  readonly failures?: readonly FailureReport[];
}

export type { ActionContext, Flags, ReleaseRequest };
