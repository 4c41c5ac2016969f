import path from "node:path";
import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { exitCodes } from "../report/exitCodes";
import { messages } from "../io/messages";
import { keepOutputPrivate } from "../io/privateOutput";
import { shellExports } from "../render/shellExports";
import { SandboxRunning } from "../../sandbox/errors";
import { sandboxStatus } from "../../sandbox/sandboxStatus";
import type { SandboxState } from "../../sandbox/sandboxState";
import { startSandbox } from "../../sandbox/startSandbox";
import type { CommandHost, Ended } from "./commandHost";
import { exampleText } from "./environmentCommand";
import { folderCommand } from "./sandboxFolderCommand";

export function startCommand(host: CommandHost) {
  return folderCommand("start")
    .description("Start a sandbox, and print the variables of a shell that works with it.")
    .option("--time-scale <factor>", "how many times as fast as AWS it moves", factor)
    .addOption(
      new Option("--runtime <kind>", "real containers, or tasks that only pretend").choices([
        "docker",
        "simulated",
      ] as const),
    )
    .addOption(
      new Option("--build-network <kind>", "what RUN in a Dockerfile reaches")
        .choices(["host", "none"] as const)
        .default("host" as const),
    )
    .option("--allow-host-folder <folder>", "let tasks mount it; may be repeated", folders, [])
    .option("--allow-privileged", "let tasks be privileged, with devices and capabilities")
    .addHelpText("after", exampleText(["sandbox start > sandbox.env && . ./sandbox.env"]))
    .action(({ dir, json = false, timeScale, runtime, ...options }) =>
      host.run(json ? "json" : "text", async ({ io, clock, signal }) => {
        const request = {
          ...{ dir, timeScale, runtime },
          builder: runtime === "simulated" ? ("if there" as const) : true,
          buildNetwork: options.buildNetwork,
          allowHostFolders: options.allowHostFolder,
          allowPrivileged: options.allowPrivileged,
        };
        try {
          const { state } = await startSandbox(request, clock, signal);
          io.notify(messages.sandboxStarted({ dir, endpoint: state.endpoint ?? "" }));
          return printed(state, exitCodes.success);
        } catch (error) {
          const found = error instanceof SandboxRunning ? await sandboxStatus({ dir }) : undefined;
          if (!(error instanceof SandboxRunning) || found?.status !== "running") throw error;
          // The shell has emptied the file that these variables are redirected to.
          io.notify(messages.sandboxRunsAlready({ problem: error.message, dir }));
          return printed(found.state, exitCodes.usage);
        }
      }),
    );
}

/** The variables of a shell that works with the sandbox, as the result. */
export function printed(state: SandboxState, exitCode: Ended["exitCode"]): Ended {
  keepOutputPrivate();
  const text = shellExports(state.env, state.folders);
  return { message: messages.sandbox({ text, state }), exitCode };
}

function factor(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0, e.g. 20.");
}

const folders = (folder: string, before: string[]) => [...before, path.resolve(folder)];
