import { messageOf, type SlipwayError } from "../../../support/errors";
import { announceRefused } from "../../notify/withAnnouncements";
import type { Digests } from "../../release/approvedDigests";
import type { ActionContext } from "../../release/context";
import type { OpenRelease, ReleaseRequest } from "../../release/openRelease";
import type { ReleaseReport } from "../../report/releaseReport";
import { preview } from "../../release/preview";
import { exitCodes } from "../../report/exitCodes";
import { ApprovalUnclear, PlanChanged } from "../../release/errors";
import { messages } from "../../io/messages";
import { failureText } from "../../render/releaseText";
import { differences, parsePlan, planOf, type ApprovedPlan } from "./approvedPlan";

/** `up` shows the same messages again. */
const silent = { notify: () => undefined, close: () => undefined };

const keyOf = (environment: string) => `slipway:${environment}:plan`;

/**
 * Keeps the plan that an approver is about to see with the build.
 * @throws ApprovalUnclear where the agent can't
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
    const message = "No build keeps this plan: only in Buildkite is an approved plan compared.";
    io.notify(messages.warning({ message }));
    return;
  }
  const text = JSON.stringify(planOf(report));
  await agent.setMetaData(keyOf(report.environment), text, signal).catch((error: unknown) => {
    throw unclear("The plan could not be kept", messageOf(error));
  });
}

/**
 * Where this build keeps an approved plan, makes the plan again, and refuses when it differs now or
 * can't be made.
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
    throw unclear("The approved plan could not be looked up", messageOf(error));
  });
  if (kept === undefined) return undefined;
  const approved = parsePlan(kept);
  if (!approved) throw new PlanChanged(["The approved plan that the build keeps can't be read."]);
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
  // The approver need not wait for this release any longer.
  if (release) await announceRefused(context, release, problem);
  throw problem;
}

function problemOf(report: ReleaseReport, approved: ApprovedPlan): SlipwayError | undefined {
  // The cause may be gone a moment later, and the release would then run without a comparison.
  if (report.exitCode !== exitCodes.success) {
    return unclear("The plan could not be compared with the approved one", whyOf(report));
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
