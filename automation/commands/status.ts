import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { status } from "../status/status";
import { verdictOfWatch } from "../report/verdictOfRollouts";
import { messages } from "../io/messages";
import type { CommandHost } from "./commandHost";
import { environmentCommand } from "./environmentCommand";

export function statusCommand(host: CommandHost) {
  const command: CommandUnknownOpts = environmentCommand(
    host,
    {
      name: "status",
      summary:
        "Show what every service runs: revision, image, digest, since when, what moves, and whether it differs from the last release.",
      examples: ["status staging", "status staging --watch", "status production --json"],
    },
    async (context, request) => {
      const { watch = false } = command.opts() as { watch?: boolean };
      const report = await status(context, { ...request, watch });
      const watched = report.services.flatMap((service) => service.watched?.detail ?? []);
      return { message: messages.status(report), exitCode: verdictOfWatch(watched) };
    },
  );
  command.option(
    "--watch",
    "wait until no service moves any more; the exit code says how their deployments ended",
  );
  return command;
}
