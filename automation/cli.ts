import { CommanderError } from "commander";
import { version } from "../package.json";
import type * as createContextModule from "./createContext";
import { systemClock } from "../support/clock";
import { CommandRunner } from "./commands/commandRunner";
import { Cancelled } from "./release/errors";
import { exitCodes } from "./report/exitCodes";
import { createHost } from "./io/createHost";
import { Mask } from "./io/mask";
import { messages } from "./io/messages";
import { maskedOutput, processOutput } from "./io/output";
import { createProgram } from "./commands/createProgram";
import { onSignals } from "./io/signals";

async function main(): Promise<number> {
  const { env } = process;
  const mask = new Mask();
  const output = maskedOutput(processOutput(), mask);
  const cancel = new AbortController();
  const runner = new CommandRunner(env.ENV, (form, moves) => {
    const io = createHost({ output, env, mask, form });
    onSignals(process, systemClock, {
      first: (signal) => {
        // What moves nothing says itself that it has ended.
        if (moves) io.notify(messages.cancelling({ signal }));
        cancel.abort(new Cancelled(signal));
      },
      second: () => process.exit(exitCodes.cancelled),
    });
    // Pulumi's and AWS's packages take most of a second to load: only for commands that need them.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` can't be bundled from CommonJS without an extension
    const { createContext } = require("./createContext") as typeof createContextModule;
    return createContext({ io, mask, env, signal: cancel.signal, cwd: process.cwd() });
  });
  try {
    await createProgram(runner, output, version).parseAsync();
    return runner.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.success;
    if (process.argv.includes("--json")) output.stdout(usageDocument(error.message));
    return exitCodes.usage;
  }
}

void main().then(
  (code) => leave(code),
  (error: unknown) => {
    process.stderr.write(
      `slipway: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    leave(exitCodes.unexpected);
  },
);

/** Who asked for JSON gets it also where the question itself is wrong. */
function usageDocument(text: string): string {
  const exitCode = exitCodes.usage;
  const message = text.replace(/^error: /, "");
  return `${JSON.stringify({ exitCode, error: { code: "USAGE", message, exitCode } }, null, 2)}\n`;
}

/** Ends the process when what was written has left it, whatever else is still open. */
function leave(code: number): void {
  process.exitCode = code;
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}
