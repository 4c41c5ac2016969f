import { preview } from "../actions/preview";
import { messages } from "../io/messages";
import type { CommandHost } from "./commandHost";
import { environmentCommand } from "./environmentCommand";

export function previewCommand(host: CommandHost) {
  return environmentCommand(
    host,
    {
      name: "preview",
      summary:
        "Show what `up` would do, service by service and against what is live. Reads only: needs no Docker and no right to write.",
      examples: ["preview staging", "preview production --commit 4f1c2d9 --json"],
    },
    async (context, request) => {
      const report = await preview(context, request);
      const { exitCode, failures } = report;
      return { message: messages.previewed(report), exitCode, failures };
    },
  );
}
