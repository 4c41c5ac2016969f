import type { Settings } from "../../config/settings";
import { describeServices } from "../../ecs/services";
import { primaryOf } from "../../ecs/rollout/snapshot";
import { messages } from "../io/messages";
import type { StackState } from "../workspace/stackState";
import { announced } from "./announced";
import type { ActionContext } from "./context";
import { moveTagsAlong } from "./environmentTags";
import { withRelease, type OpenRelease, type ReleaseRequest } from "./openRelease";
import { plannedRollback } from "./plannedRollback";
import { planRollback, type RunningService } from "./planRollback";
import type { ReleaseReport } from "./releaseReport";
import { ReleaseMonitor } from "./releaseMonitor";
import { releaseReport } from "./report";
import { checkSteps, outputsAfter, type CheckedStep } from "./rollbackTargets";
import { runRestore } from "./runRestore";
import { planImageOnly, previewImageOnly, upImageOnly } from "./upImageOnly";

export interface RollbackRequest extends ReleaseRequest {
  /** A commit, its beginning, or `family:n`; absent = what was deployed before. */
  readonly to?: string | undefined;
  /** Puts the old image on today's definition, instead of going back to the old one. */
  readonly imageOnly?: boolean | undefined;
  /** Shows what it would do, and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Goes back to a release that was deployed before: to its revisions, or with `imageOnly` to its
 * images. Builds nothing, runs no migration, and needs no Docker.
 * @throws NothingToRollBack, RollbackUnclear, RevisionInactive, and what a release throws
 */
export async function rollback(
  context: ActionContext,
  request: RollbackRequest,
): Promise<ReleaseReport> {
  const done = await withRelease(context, request, "read", async (release) => {
    const state = await release.stack.state();
    const steps = planRollback(request.stack, await running(context, release, state), request.to);
    if (request.imageOnly && steps.length > 0) {
      return planImageOnly(release, state, steps, request.to);
    }
    const ecs = context.ecs(release.settings.aws);
    const checked = await checkSteps(ecs, request.stack, steps, context.signal);
    const going = { ...release, settings: settingsAfter(release.settings, checked) };
    if (request.dryRun) return plannedRollback(ecs, going.settings, checked, context.signal);
    return goBack(context, going, checked, state);
  });
  if (!("alone" in done)) return done;
  return (request.dryRun ? previewImageOnly : upImageOnly)(context, request, done);
}

async function running(
  { ecs, signal }: ActionContext,
  { settings }: OpenRelease,
  { rollouts }: { rollouts: readonly NonNullable<RunningService["state"]>[] },
): Promise<RunningService[]> {
  const names = settings.services.map(({ name }) => name);
  const found = await describeServices(ecs(settings.aws), settings.cluster, names, signal);
  return names.map((service): RunningService => {
    const live = found.get(service);
    const primary = live && primaryOf(live);
    const taskDefinition = primary?.taskDefinition ?? live?.taskDefinition;
    const state = rollouts.find((one) => one.service === service);
    return {
      service,
      ...(taskDefinition !== undefined && live?.status !== "INACTIVE" && { taskDefinition }),
      ...(primary?.id !== undefined && { deploymentId: primary.id }),
      ...(state && { state }),
    };
  });
}

/** The settings as a release of that which the steps go to would have them. */
function settingsAfter(settings: Settings, steps: readonly CheckedStep[]): Settings {
  const version = commitsOf(steps).join(",") || settings.commit.version;
  const going = steps.map(({ service }) => service);
  return {
    ...settings,
    commit: { ...settings.commit, sha: version, version, dirty: false },
    services: settings.services.filter(({ name }) => going.includes(name)),
  };
}

function commitsOf(steps: readonly CheckedStep[]): string[] {
  return [...new Set(steps.map(({ to }) => to.commit || to.revision))];
}

async function goBack(
  context: ActionContext,
  release: OpenRelease,
  steps: readonly CheckedStep[],
  { outputs, rollouts }: StackState,
): Promise<ReleaseReport> {
  const { io, signal } = context;
  const { settings } = release;
  const monitor = new ReleaseMonitor(settings, "up");
  if (steps.length === 0) {
    return releaseReport("rollback", settings, monitor, { succeeded: true, cancelled: false });
  }
  io.notify(
    messages.rollingBack({
      environment: settings.stack,
      services: steps.map(({ service, from, to }) => ({ service, from, to: to.revision })),
    }),
  );
  // The settings may name some of the environment's services only; the state knows all.
  const all = rollouts.every(({ service }) => steps.some((step) => step.service === service));
  const whole = all && commitsOf(steps).length === 1;
  const work = {
    services: Object.fromEntries(steps.map(({ service, target }) => [service, target])),
    targets: steps.map(({ state }) => state.urn),
    outputs: outputsAfter(outputs, steps, whole ? (steps[0]?.to.commit ?? "") : ""),
  };
  const { version } = settings.commit;
  return announced(context, release, "rollback", async () => {
    signal.throwIfAborted();
    const result = await runRestore(context, release, work, monitor, "rollback", version);
    const report = releaseReport("rollback", settings, monitor, result);
    if (!whole || !result.succeeded) return report;
    const references = steps.flatMap(({ images }) => images);
    const registry = context.registry(settings.aws);
    const warnings = await moveTagsAlong(registry, settings.images, references, signal);
    return { ...report, warnings: [...report.warnings, ...warnings] };
  });
}
