import { messageOf, type SlipwayError } from "../../../support/errors";
import { announceRefused } from "../../notify/withAnnouncements";
import type { Digests } from "../../release/approvedDigests";
import type { ActionContext } from "../../release/context";
import type { OpenRelease, ReleaseRequest } from "../../release/openRelease";
import type { ReleaseReport } from "../../report/releaseReport";
import { preview } from "../../release/preview";
import { exitCodes } from "../../report/exitCodes";
import { ApprovalUnclear, PlanChanged } from "../../errors";
import { messages } from "../../io/messages";
import { failureText } from "../../render/releaseText";
import { differences, parsePlan, planOf, type ApprovedPlan } from "./approvedPlan";

/** `up` says it all again. */
const silent = { notify: () => undefined, close: () => undefined };

const keyOf = (environment: string) => `slipway:${environment}:plan`;

/**
 * Keeps what an approver is about to see with the build.
 * @throws ApprovalUnclear where it can't
 */
export async function keepPlan(
  { buildkite: agent, env, io, signal }: ActionContext,
  report: ReleaseReport,
): Promise<void> {
  if (report.exitCode !== exitCodes.success) return;
  if (!agent && env.BUILDKITE === "true") {
    throw unclear("The plan could not be kept", "there is no buildkite-agent on the PATH");
  }
  if (!agent) {
    const message = "No build keeps this plan: only in Buildkite is what is approved compared.";
    io.notify(messages.warning({ message }));
    return;
  }
  const text = JSON.stringify(planOf(report));
  await agent.setMetaData(keyOf(report.environment), text, signal).catch((error: unknown) => {
    throw unclear("The plan could not be kept", messageOf(error));
  });
}

/**
 * Where a plan was kept for approval in this build, looks once more, and refuses when what would
 * change is something else now, or can't be seen.
 * @returns digests of the images that were approved, where a plan was kept
 * @throws PlanChanged, ApprovalUnclear
 */
export async function checkApproval(
  context: ActionContext,
  request: ReleaseRequest,
): Promise<Digests | undefined> {
  const { buildkite: agent, signal } = context;
  if (!agent) return undefined;
  const kept = await agent.getMetaData(keyOf(request.stack), signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw unclear("Whether a plan was approved could not be found out", messageOf(error));
  });
  if (kept === undefined) return undefined;
  const approved = parsePlan(kept);
  if (!approved) throw new PlanChanged(["What was kept of the approved plan is no plan."]);
  let release: OpenRelease | undefined;
  const report = await preview({ ...context, io: silent }, request, {
    onReport: (_, opened) => {
      release = opened;
      return Promise.resolve();
    },
  });
  signal.throwIfAborted();
  const problem = problemOf(report, approved);
  if (!problem) return approved.images;
  // Who approved it does not wait for it any longer.
  if (release) await announceRefused(context, release, problem);
  throw problem;
}

function problemOf(report: ReleaseReport, approved: ApprovedPlan): SlipwayError | undefined {
  // What stops a preview may be gone a moment later, and the release would go on unseen.
  if (report.exitCode !== exitCodes.success) {
    return unclear("What would change could not be compared with what was approved", whyOf(report));
  }
  const different = differences(approved, planOf(report));
  return different.length > 0 ? new PlanChanged(different) : undefined;
}

function unclear(what: string, why: string): ApprovalUnclear {
  return new ApprovalUnclear(`${what}: ${why.replace(/\.$/, "")}.`);
}

function whyOf({ failures }: ReleaseReport): string {
  return failures.map(failureText).join("\n") || "the preview failed without a word";
}
