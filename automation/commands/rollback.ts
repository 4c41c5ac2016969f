import { Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { cancellable } from "../release/cancellable";
import { rollback } from "../rollback/rollback";
import { annotated } from "../ci/buildkite/annotated";
import { saveMetaData } from "../ci/buildkite/saveMetaData";
import { messages } from "../io/messages";
import type { CommandHost } from "./commandHost";
import { environmentCommand } from "./environmentCommand";
import { maskedReport } from "./maskedReport";

interface RollbackOptions {
  to?: string;
  service?: string[];
  imageOnly?: boolean;
  dryRun?: boolean;
  preview?: boolean;
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
        "rollback production --to mage-web:41 --service mage-web --dry-run",
        "rollback staging --image-only --json",
      ],
      moves: () => !isDryRun(command.opts()),
    },
    (context, request) =>
      annotated(context, { stack: request.stack, command: "rollback" }, async (context) => {
        const options = command.opts() as RollbackOptions;
        const { to, service, imageOnly } = options;
        const dryRun = isDryRun(options);
        const flags = { ...request.flags, ...(service && { services: service.join(",") }) };
        const work = () => rollback(context, { ...request, flags, to, imageOnly, dryRun });
        const done = await (dryRun ? cancellable(context.signal, "Dry run", work) : work());
        const report = maskedReport(context.mask, done);
        const { exitCode, failures } = report;
        if (dryRun) return { message: messages.previewed(report), exitCode, failures };
        await saveMetaData(context, report);
        return { message: messages.released(report), exitCode, failures };
      }),
  );
  command.option("--to <release>", "a commit that was deployed, or a revision `family:n`");
  command.option("--service <name>", "only this service; may be repeated", and);
  command.option(
    "--image-only",
    "put the old image on the task definition of today, instead of going back to the old one",
  );
  command.option("--dry-run", "show what it would do, and change nothing");
  command.addOption(new Option("--preview", "the same as --dry-run").hideHelp());
  return command;
}

function isDryRun({ dryRun = false, preview = false }: RollbackOptions): boolean {
  return dryRun || preview;
}

function and(name: string, others: readonly string[] = []): string[] {
  return [...others, name];
}
