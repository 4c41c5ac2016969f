import { Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { UsageError } from "./errors";
import { up } from "../release/up";
import { annotated } from "../ci/buildkite/annotated";
import { checkApproval } from "../ci/buildkite/approval";
import { saveMetaData } from "../ci/buildkite/saveMetaData";
import { messages } from "../io/messages";
import type { CommandHost } from "./commandHost";
import { maskedReport } from "./maskedReport";
import { promotedFrom } from "./promotedFrom";
import { environmentCommand } from "./environmentCommand";

export function upCommand(host: CommandHost) {
  const command: CommandUnknownOpts = environmentCommand(
    host,
    {
      name: "up",
      summary:
        "Release the commit: build and push what is not there yet, move every service, and wait until ECS says how each ended.",
      examples: [
        "up staging",
        "up production --commit 4f1c2d9",
        "up production --from staging",
        "up staging --force",
        "up staging --explain",
      ],
    },
    (context, request) =>
      annotated(context, { stack: request.stack, command: "up" }, async (context) => {
        const { from, force, dryRun } = command.opts() as UpCommandOptions;
        if (dryRun) throw noDryRun(request.stack);
        const wanted = promotedFrom(request, from);
        const approved = await checkApproval(context, wanted);
        const options = { force: force ?? false, ...(approved && { approved }) };
        const report = maskedReport(context.mask, await up(context, wanted, options));
        await saveMetaData(context, report);
        const { exitCode, failures } = report;
        return { message: messages.released(report), exitCode, failures };
      }),
  );
  command.option(
    "--from <environment>",
    "release the images that this environment runs, and build nothing; wins over PROMOTE_FROM",
  );
  command.option(
    "--force",
    "make one new deployment of every service, also of the revision that it runs already",
  );
  // Accepted so that the error can name `slipway preview`.
  command.addOption(new Option("--dry-run").hideHelp());
  return command;
}

interface UpCommandOptions {
  from?: string;
  force?: boolean;
  dryRun?: boolean;
}

function noDryRun(environment: string): UsageError {
  return new UsageError(
    "`up` has no option --dry-run: a command of its own shows what it would do, and changes nothing.",
    `slipway preview ${environment}`,
  );
}
