import { Command } from "@commander-js/extra-typings";
import { NotYet } from "./errors";
import type { CommandHost } from "./commandHost";

const instead: Readonly<Record<string, string>> = {
  run: "Use aws ecs run-task.",
};

/** Planned commands: refused by name, and hidden in the help. */
export function notYetCommands(host: CommandHost) {
  return Object.entries(instead).map(([name, remedy]) => ({
    command: new Command(name)
      .argument("[arguments...]")
      .option("--json")
      .allowUnknownOption()
      .action((_, { json = false }) =>
        host.run(json ? "json" : "text", () =>
          Promise.reject(new NotYet(`slipway ${name}`, remedy)),
        ),
      ),
    hidden: true,
  }));
}
