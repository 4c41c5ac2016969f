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
        "Roll back to the release before the running one, or to a named one. Builds nothing, runs no migration, needs no Docker.",
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
    "release the old image on today's task definition, instead of the old task definition",
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
