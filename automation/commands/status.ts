import { status } from "../actions/status";
import { exitCodes } from "../exitCodes";
import { messages } from "../io/messages";
import type { CommandHost } from "./commandHost";
import { environmentCommand } from "./environmentCommand";

export function statusCommand(host: CommandHost) {
  return environmentCommand(
    host,
    {
      name: "status",
      summary: "Show what every service runs: revision, image, digest, since when, and what moves.",
      examples: ["status staging", "status production --json"],
    },
    async (context, request) => {
      const report = await status(context, request);
      return { message: messages.status(report), exitCode: exitCodes.success };
    },
  );
}
