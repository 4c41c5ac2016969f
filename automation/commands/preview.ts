import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { announceWaiting } from "../notify/withAnnouncements";
import { cancellable } from "../release/cancellable";
import { checkSettings } from "../status/checkSettings";
import type { SettingsCheck } from "../report/settingsCheck";
import type { OpenRelease } from "../release/openRelease";
import { preview } from "../release/preview";
import type { ReleaseReport } from "../report/releaseReport";
import { annotated } from "../ci/buildkite/annotated";
import { keepPlan } from "../ci/buildkite/approval";
import { isForkPullRequest } from "../ci/buildkite/forkPullRequest";
import { messages } from "../io/messages";
import type { ActionContext, CommandHost, Ended, ReleaseRequest } from "./commandHost";
import { maskedReport } from "./maskedReport";
import { promotedFrom } from "./promotedFrom";
import { environmentCommand } from "./environmentCommand";

interface PreviewOptions {
  forApproval?: boolean;
  allowNoCredentials?: boolean;
  from?: string;
}

export function previewCommand(host: CommandHost) {
  const command: CommandUnknownOpts = environmentCommand(
    host,
    {
      name: "preview",
      summary:
        "Show what `up` would do, service by service and against what is live. Reads only: needs no Docker and no right to write.",
      examples: [
        "preview staging",
        "preview production --commit 4f1c2d9 --json",
        "preview production --from staging",
        "preview staging --output markdown > comment.md",
      ],
      moves: () => false,
    },
    (context, request) =>
      annotated(context, { stack: request.stack, command: "preview" }, (context) =>
        run(context, request, command.opts()),
      ),
  );
  command.option(
    "--from <environment>",
    "what `up --from` would do: release the images that this environment runs",
  );
  command.option(
    "--for-approval",
    "ask for approval: keep the plan with the Buildkite build, where `up` compares it, and notify the channels of `notify`",
  );
  command.option(
    "--allow-no-credentials",
    "without AWS credentials, check the settings only; always allowed in a pull request of a fork",
  );
  return command;
}

async function run(
  context: ActionContext,
  asked: ReleaseRequest,
  { forApproval = false, allowNoCredentials = false, from }: PreviewOptions,
): Promise<Ended> {
  const request = promotedFrom(asked, from);
  const checked = await settingsOnly(context, request, allowNoCredentials);
  if (checked) return { message: messages.settingsChecked(checked), exitCode: checked.exitCode };
  const options = forApproval ? { onReport: askForApproval } : {};
  const report = maskedReport(
    context.mask,
    await cancellable(context.signal, "Preview", () => preview(context, request, options)),
  );
  const { exitCode, failures } = report;
  return { message: messages.previewed(report), exitCode, failures };
}

/** Keeps the plan first: an approver must not be asked about a plan that `up` can't compare. */
async function askForApproval(context: ActionContext, release: OpenRelease, report: ReleaseReport) {
  await keepPlan(context, report);
  await announceWaiting(context, release, report);
}

async function settingsOnly(
  context: ActionContext,
  request: ReleaseRequest,
  allowed: boolean,
): Promise<SettingsCheck | undefined> {
  const fork = isForkPullRequest(context.env);
  if (!fork && !allowed) return undefined;
  const why = fork ? ", and a pull request of a fork gets none" : "";
  return checkSettings(context, request, `there are no AWS credentials here${why}`);
}
