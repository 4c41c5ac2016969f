import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { up } from "../actions/up";
import { annotated } from "../buildkite/annotated";
import { checkApproval } from "../buildkite/approval";
import { saveMetaData } from "../buildkite/saveMetaData";
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
        const { from, force } = command.opts() as { from?: string; force?: boolean };
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
  return command;
}
