import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { buildCommand } from "./build";
import type { CommandHost } from "./commandHost";
import { historyCommand } from "./history";
import { notYetCommands } from "./notYet";
import { previewCommand } from "./preview";
import { rollbackCommand } from "./rollback";
import { sandboxCommand } from "./sandbox";
import { statusCommand } from "./status";
import { upCommand } from "./up";
import type { Output } from "../io/output";
import { allExitCodes, untouched } from "../report/exitCodes";

const exitCodeHelp = [
  "",
  "Exit codes:",
  ...allExitCodes().map(({ code, text }) => `  ${code} ${text}`),
  `After ${untouched.join(", ")} no service was touched.`,
].join("\n");

/** The command line. A usage error is thrown as commander's CommanderError. */
export function createProgram(host: CommandHost, output: Output, version: string) {
  const program = new Command("slipway")
    .description("Puts a commit onto Amazon ECS services, and tells the truth about how it ended.")
    .version(version)
    .addHelpText("after", exitCodeHelp);
  const commands = [
    previewCommand(host),
    upCommand(host),
    buildCommand(host),
    rollbackCommand(host),
    statusCommand(host),
    historyCommand(host),
  ];
  for (const command of commands) program.addCommand(command);
  program.addCommand(sandboxCommand(host));
  for (const { command, hidden } of notYetCommands(host)) program.addCommand(command, { hidden });
  for (const command of withSubcommands(program)) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => output.stdout(text),
      writeErr: (text) => output.stderr(text),
    });
  }
  return program;
}

function withSubcommands(command: CommandUnknownOpts): CommandUnknownOpts[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
