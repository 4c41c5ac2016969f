import { InvalidArgumentError, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { history } from "../status/history";
import { exitCodes } from "../report/exitCodes";
import { messages } from "../io/messages";
import type { CommandHost } from "./commandHost";
import { environmentCommand } from "./environmentCommand";

const few = 20;

export function historyCommand(host: CommandHost) {
  const command: CommandUnknownOpts = environmentCommand(
    host,
    {
      name: "history",
      summary: "List releases: when, which commit, how it ended, by whom, how long it took.",
      examples: ["history staging", "history production --limit 5 --json"],
    },
    async (context, request) => {
      const { limit = few } = command.opts() as { limit?: number };
      const report = await history(context, { ...request, limit });
      return { message: messages.history(report), exitCode: exitCodes.success };
    },
  );
  command.option("--limit <n>", `how many to show (default: ${few})`, count);
  return command;
}

function count(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It must be a number of at least 1.");
}
