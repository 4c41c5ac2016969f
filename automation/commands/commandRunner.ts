import { messageOf, SlipwayError } from "../../support/errors";
import { SettingsError } from "../../config/problems/settingsError";
import { exitCodeOfError } from "../report/errors/exitCodeOfError";
import type { ActionContext, CommandHost, Ended } from "./commandHost";
import { exitCodes, type ExitCode } from "../report/exitCodes";
import { messages } from "../io/messages";
import type { OutputForm } from "../render/resultText";

/** Runs commands: shows results and errors, and remembers how the last one ended. */
export class CommandRunner implements CommandHost {
  exitCode: ExitCode = exitCodes.success;

  constructor(
    readonly environment: string | undefined,
    private readonly createContext: (form: OutputForm, moves: boolean) => ActionContext,
  ) {}

  async run(
    form: OutputForm,
    work: (context: ActionContext) => Promise<Ended>,
    moves = true,
  ): Promise<void> {
    const context = this.createContext(form, moves);
    const { io } = context;
    try {
      const { message, exitCode, failures = [] } = await work(context);
      this.exitCode = exitCode;
      if (form !== "text")
        for (const failure of failures) io.notify(messages.failureInReport(failure));
      io.notify(message);
    } catch (error) {
      const exitCode = exitCodeOfError(error);
      this.exitCode = exitCode;
      const failure = context.mask.json(describe(error, exitCode)) as ReturnType<typeof describe>;
      io.notify(messages.failure(failure));
      if (form !== "text") io.notify(messages.failed({ exitCode, error: failure }));
    } finally {
      io.close();
    }
  }
}

function describe(error: unknown, exitCode: ExitCode) {
  if (error instanceof SlipwayError) {
    const { code, message, remedy } = error;
    const problems = error instanceof SettingsError ? { problems: error.problems } : {};
    return { code, message, remedy, exitCode, ...problems };
  }
  return {
    code: "UNEXPECTED",
    message: `Unexpected: ${messageOf(error)}`,
    remedy: "This is a bug in Slipway, or something that it does not know yet: please report it.",
    exitCode,
  };
}
