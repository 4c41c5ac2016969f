import { Command } from "@commander-js/extra-typings";
import { exitCodes } from "../report/exitCodes";
import { messages } from "../io/messages";
import { keepOutputPrivate } from "../io/privateOutput";
import { SandboxNotRunning } from "../../sandbox/errors";
import { sandboxStatus } from "../../sandbox/sandboxStatus";
import { stopSandbox } from "../../sandbox/stopSandbox";
import type { CommandHost } from "./commandHost";
import { exampleText } from "./environmentCommand";
import { folderCommand } from "./sandboxFolderCommand";
import { printed, startCommand } from "./sandboxStart";

/** The local AWS: emulator, image registry, builder and containers on this machine. */
export function sandboxCommand(host: CommandHost) {
  return new Command("sandbox")
    .description("Start, stop or show a local AWS with a registry, a builder and containers.")
    .addCommand(startCommand(host))
    .addCommand(envCommand(host))
    .addCommand(stopCommand(host))
    .addCommand(statusCommand(host))
    .addHelpText("after", exampleText(["sandbox start > sandbox.env", "sandbox stop"]));
}

function envCommand(host: CommandHost) {
  return folderCommand("env")
    .description("Print the variables of a shell that works with the sandbox, once more.")
    .addHelpText("after", exampleText(["sandbox env > sandbox.env && . ./sandbox.env"]))
    .action(({ dir, json = false }) =>
      host.run(json ? "json" : "text", async () => {
        const found = await sandboxStatus({ dir });
        if (found.status !== "running") throw new SandboxNotRunning(dir);
        return printed(found.state, exitCodes.success);
      }),
    );
}

function stopCommand(host: CommandHost) {
  return folderCommand("stop")
    .description("Stop the sandbox, and remove what one that was killed left behind.")
    .addHelpText("after", exampleText(["sandbox stop"]))
    .action(({ dir, json = false }) =>
      host.run(json ? "json" : "text", async ({ clock }) => {
        const { stopped } = await stopSandbox({ dir }, clock);
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
        const found = await sandboxStatus({ dir });
        keepOutputPrivate();
        const text = statusText(dir, found);
        return { message: messages.sandbox({ text, state: found }), exitCode: exitCodes.success };
      }),
    );
}

function statusText(dir: string, found: Awaited<ReturnType<typeof sandboxStatus>>): string {
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
