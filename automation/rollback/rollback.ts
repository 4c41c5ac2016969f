import { withRelease, type OpenRelease, type ReleaseRequest } from "../release/openRelease";
import { keptResources } from "../release/keptResources";
import type { ActionContext } from "../release/context";
import type { ReleaseReport } from "../report/releaseReport";
import type { StackState } from "../workspace/stackState";
import { checkTargets } from "./checkTargets";
import { planRollback, type RollbackStep, type RunningService } from "./planRollback";
import { previewRollback } from "./previewRollback";
import { isRevision } from "./rollbackTarget";
import { runningServices } from "./runningServices";
import { runRollback } from "./runRollback";
import { runsOneCommit } from "./runsOneCommit";
import { settingsAfter } from "./settingsAfter";
import { planImageOnly, previewImageOnly, upImageOnly, type ImageOnly } from "./upImageOnly";

export interface RollbackRequest extends ReleaseRequest {
  /** A commit, its beginning, or `family:n`; absent = what was deployed before. */
  readonly to?: string | undefined;
  /** Releases the old image on today's definition, instead of the old definition. */
  readonly imageOnly?: boolean | undefined;
  /** Shows what it would do, and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Moves services to a release that was deployed before: to its revisions, or with `imageOnly` to its
 * images. Builds nothing, runs no migration, and needs no Docker.
 * @throws NothingToRollBack, RollbackUnclear, RevisionInactive, and what a release throws
 */
export async function rollback(
  context: ActionContext,
  request: RollbackRequest,
): Promise<ReleaseReport> {
  const done = await withRelease(context, request, "read", async (release) => {
    const plan = await planOf(context, release, request);
    return plan.imageOnly ?? toRevisions(context, release, request, plan);
  });
  if (!isImageOnly(done)) return done;
  // With the stack closed: a release opens it anew, and locks it.
  return (request.dryRun ? previewImageOnly : upImageOnly)(context, request, done);
}

interface Plan {
  readonly state: StackState;
  /** Services of the environment without a step. */
  readonly others: readonly RunningService[];
  readonly steps: readonly RollbackStep[];
  /** The release to make instead, where images alone are to roll back. */
  readonly imageOnly?: ImageOnly;
}

async function planOf(
  context: ActionContext,
  release: OpenRelease,
  { stack, to, imageOnly = false }: RollbackRequest,
): Promise<Plan> {
  const state = await release.stack.state();
  const named = release.settings.services.map(({ name }) => name);
  const all = [...named, ...keptResources(state, release).services];
  const live = await runningServices(context, release.settings, all, state);
  const asked = live.filter(({ service }) => named.includes(service));
  const steps = planRollback(stack, asked, to);
  const others = live.filter(({ service }) => steps.every((step) => step.service !== service));
  const moving = steps.filter(({ alreadyThere }) => !alreadyThere);
  const images =
    imageOnly && moving.length > 0 ? planImageOnly(release, state, moving, to) : undefined;
  return { state, others, steps, imageOnly: images };
}

async function toRevisions(
  context: ActionContext,
  release: OpenRelease,
  request: RollbackRequest,
  { state, others, steps }: Plan,
): Promise<ReleaseReport> {
  const { settings } = release;
  const ecs = context.ecs(settings.aws);
  const checked = await checkTargets(ecs, request.stack, steps, context.signal);
  if (request.dryRun) {
    const moving = checked.filter(({ alreadyThere }) => !alreadyThere);
    return previewRollback(ecs, settingsAfter(settings, checked, moving), moving, context.signal);
  }
  // A user who chose services by name knows that the others, and the tag, stay.
  const chosen = request.flags.services !== undefined || isRevision(request.to ?? "");
  const { commit, severalCommits } = runsOneCommit(steps, others);
  const after = { commit, severalCommits: chosen ? undefined : severalCommits };
  return runRollback(context, release, { steps: checked, after, state });
}

function isImageOnly(done: ReleaseReport | ImageOnly): done is ImageOnly {
  return "alone" in done;
}
