import { messageOf } from "../../support/errors";
import type { ActionContext } from "../actions/context";
import type { ReleaseRequest } from "../actions/openRelease";
import type { ReleaseReport } from "../actions/releaseReport";
import { preview } from "../actions/preview";
import { exitCodes } from "../exitCodes";
import { PlanChanged } from "../errors";
import { messages } from "../io/messages";
import { differences, parsePlan, planOf } from "./approvedPlan";

/** `up` says it all again. */
const silent = { notify: () => undefined, close: () => undefined };

const keyOf = (environment: string) => `slipway:${environment}:plan`;

/** Keeps what an approver is about to see with the build. @throws PlanChanged where it can't */
export async function keepPlan(
  { buildkite: agent, io, signal }: ActionContext,
  report: ReleaseReport,
): Promise<void> {
  if (report.exitCode !== exitCodes.success) return;
  if (!agent) {
    const message = "No build keeps this plan: only in Buildkite is what is approved compared.";
    io.notify(messages.warning({ message }));
    return;
  }
  const text = JSON.stringify(planOf(report));
  await agent.setMetaData(keyOf(report.environment), text, signal).catch((error: unknown) => {
    throw new PlanChanged([`The plan could not be kept for the approval: ${messageOf(error)}`]);
  });
}

/**
 * Where a plan was kept for approval in this build, looks once more, and refuses when what would
 * change is something else now.
 * @throws PlanChanged
 */
export async function checkApproval(
  context: ActionContext,
  request: ReleaseRequest,
): Promise<void> {
  const { buildkite: agent, signal } = context;
  if (!agent) return;
  const kept = await agent.getMetaData(keyOf(request.stack), signal).catch((error: unknown) => {
    const why = messageOf(error);
    throw new PlanChanged([`Whether a plan was approved could not be found out: ${why}`]);
  });
  if (kept === undefined) return;
  const approved = parsePlan(kept);
  if (!approved) throw new PlanChanged(["What was kept of the approved plan is no plan."]);
  const report = await preview({ ...context, io: silent }, request);
  // What stops a preview stops the release as well, and says why there.
  if (report.exitCode !== exitCodes.success) return;
  const different = differences(approved, planOf(report));
  if (different.length > 0) throw new PlanChanged(different);
}
