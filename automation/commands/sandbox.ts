import path from "node:path";
import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { exitCodes } from "../report/exitCodes";
import { messages } from "../io/messages";
import { shellExports } from "../render/shellExports";
import type * as sandboxStatusModule from "../../sandbox/sandboxStatus";
import type * as startSandboxModule from "../../sandbox/startSandbox";
import type * as stopSandboxModule from "../../sandbox/stopSandbox";
import type { CommandHost } from "./commandHost";
import { exampleText } from "./environmentCommand";

// Docker's client takes a third of a second to load: only for these commands.
/* eslint-disable @typescript-eslint/no-require-imports -- `import()` can't be bundled from CommonJS without an extension */
const sandbox = {
  start: () => require("../../sandbox/startSandbox") as typeof startSandboxModule,
  status: () => require("../../sandbox/sandboxStatus") as typeof sandboxStatusModule,
  stop: () => require("../../sandbox/stopSandbox") as typeof stopSandboxModule,
};
/* eslint-enable @typescript-eslint/no-require-imports */

const defaultFolder = path.join(".slipway", "sandbox");

/** The local AWS: emulator, image registry, builder and containers on this machine. */
export function sandboxCommand(host: CommandHost) {
  return new Command("sandbox")
    .description("Start, stop or show a local AWS with a registry, a builder and containers.")
    .addCommand(startCommand(host))
    .addCommand(stopCommand(host))
    .addCommand(statusCommand(host))
    .addHelpText("after", exampleText(["sandbox start > sandbox.env", "sandbox stop"]));
}

function startCommand(host: CommandHost) {
  return folderCommand("start")
    .description("Start a sandbox, and print the variables of a shell that works with it.")
    .option("--time-scale <factor>", "how many times as fast as AWS it moves", factor)
    .addOption(
      new Option("--runtime <kind>", "real containers, or tasks that only pretend").choices([
        "docker",
        "simulated",
      ] as const),
    )
    .addHelpText("after", exampleText(["sandbox start > sandbox.env && . ./sandbox.env"]))
    .action(({ dir, json = false, timeScale, runtime }) =>
      host.run(json ? "json" : "text", async ({ io, clock, signal }) => {
        const options = { dir, timeScale, runtime, builder: runtime !== "simulated" };
        const { state } = await sandbox.start().startSandbox(options, clock, signal);
        io.notify(messages.sandboxStarted({ dir, endpoint: state.endpoint ?? "" }));
        const text = shellExports(state.env, state.folders);
        const message = messages.sandbox({ text, state });
        return { message, exitCode: exitCodes.success };
      }),
    );
}

function stopCommand(host: CommandHost) {
  return folderCommand("stop")
    .description("Stop the sandbox, and remove what one that was killed left behind.")
    .addHelpText("after", exampleText(["sandbox stop"]))
    .action(({ dir, json = false }) =>
      host.run(json ? "json" : "text", async ({ clock }) => {
        const { stopped } = await sandbox.stop().stopSandbox({ dir }, clock);
        const text = stopped ? "The sandbox has stopped." : `There is no sandbox in ${dir}.`;
        const message = messages.sandbox({ text, state: { dir, stopped } });
        return { message, exitCode: exitCodes.success };
      }),
    );
}

function statusCommand(host: CommandHost) {
  return folderCommand("status")
    .description("Show whether the sandbox runs, and where everything is.")
    .addHelpText("after", exampleText(["sandbox status", "sandbox status --json"]))
    .action(({ dir, json = false }) =>
      host.run(json ? "json" : "text", async () => {
        const found = await sandbox.status().sandboxStatus({ dir });
        const text = statusText(dir, found);
        return { message: messages.sandbox({ text, state: found }), exitCode: exitCodes.success };
      }),
    );
}

function folderCommand(name: string) {
  return new Command(name)
    .option("--dir <folder>", "where the sandbox lives", defaultFolder)
    .option("--json", "print the result as one JSON document on stdout");
}

function factor(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0, e.g. 20.");
}

function statusText(
  dir: string,
  found: Awaited<ReturnType<typeof sandboxStatusModule.sandboxStatus>>,
): string {
  if (found.status === "none") return `There is no sandbox in ${dir}.`;
  const { endpoint, registryHost, dockerHost, builder, timeScale, runtime } = found.state;
  return [
    `The sandbox in ${dir}: ${found.status}`,
    `  AWS       ${endpoint ?? "-"} (${timeScale} times as fast)`,
    `  registry  ${registryHost ?? "-"}`,
    `  builder   ${builder ?? "-"}`,
    `  tasks     ${runtime}${dockerHost === undefined ? "" : ` at ${dockerHost}`}`,
  ].join("\n");
}
