import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { rollback } from "../actions/rollback";
import { annotated } from "../buildkite/annotated";
import { saveMetaData } from "../buildkite/saveMetaData";
import { messages } from "../io/messages";
import type { CommandHost } from "./commandHost";
import { environmentCommand } from "./environmentCommand";
import { maskedReport } from "./maskedReport";

interface RollbackOptions {
  to?: string;
  service?: string[];
  imageOnly?: boolean;
}

export function rollbackCommand(host: CommandHost) {
  const command: CommandUnknownOpts = environmentCommand(
    host,
    {
      name: "rollback",
      summary:
        "Go back to the release that was deployed before the one that runs, or to the one that is named. Builds nothing, runs no migration, needs no Docker.",
      examples: [
        "rollback staging",
        "rollback production --to 4f1c2d9",
        "rollback production --to mage-web:41 --service mage-web",
        "rollback staging --image-only --json",
      ],
    },
    (context, request) =>
      annotated(context, { stack: request.stack, command: "rollback" }, async (context) => {
        const { to, service, imageOnly } = command.opts() as RollbackOptions;
        const flags = { ...request.flags, ...(service && { services: service.join(",") }) };
        const done = await rollback(context, { ...request, flags, to, imageOnly });
        const report = maskedReport(context.mask, done);
        await saveMetaData(context, report);
        const { exitCode, failures } = report;
        return { message: messages.released(report), exitCode, failures };
      }),
  );
  command.option("--to <release>", "a commit that was deployed, or a revision `family:n`");
  command.option("--service <name>", "only this service; may be repeated", and);
  command.option(
    "--image-only",
    "put the old image on the task definition of today, instead of going back to the old one",
  );
  return command;
}

function and(name: string, others: readonly string[] = []): string[] {
  return [...others, name];
}
