import type { Settings } from "../../config/settings";
import { describeServices } from "../../targets/ecs/services";
import { primaryOf } from "../../targets/ecs/watch/snapshot";
import { repositoryOf } from "../../registry/reference";
import { exitCodes } from "../report/exitCodes";
import { messages } from "../io/messages";
import type { StackState } from "../workspace/stackState";
import type { EngineResult } from "../workspace/workspace";
import { announced } from "../notify/withAnnouncements";
import type { ActionContext } from "../release/context";
import { keptResources } from "../release/keptResources";
import { areTagsBehind, moveTagsAlong } from "../tags/environmentTags";
import { withRelease, type OpenRelease, type ReleaseRequest } from "../release/openRelease";
import { plannedRollback } from "./previewRollback";
import { planRollback, type RunningService } from "./planRollback";
import type { ReleaseReport } from "../report/releaseReport";
import { ReleaseMonitor } from "../release/releaseMonitor";
import { releaseReport } from "../report/report";
import { checkSteps, outputsAfter, type CheckedStep } from "./checkTargets";
import { isRevision } from "./rollbackTarget";
import { runRestore } from "../recovery/runRecovery";
import { commitsOf, runsOneCommit } from "./runsOneCommit";
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
    const own = release.settings.services.map(({ name }) => name);
    const all = [...own, ...keptResources(state, release).services];
    const live = await running(context, release, all, state);
    const asked = live.filter(({ service }) => own.includes(service));
    const steps = planRollback(request.stack, asked, request.to);
    const moving = steps.filter(({ there }) => !there);
    if (request.imageOnly && moving.length > 0) {
      return planImageOnly(release, state, moving, request.to);
    }
    const ecs = context.ecs(release.settings.aws);
    const checked = await checkSteps(ecs, request.stack, steps, context.signal);
    if (request.dryRun) {
      const going = checked.filter(({ there }) => !there);
      const settings = settingsAfter(release.settings, checked, going);
      return plannedRollback(ecs, settings, going, context.signal);
    }
    const others = live.filter(({ service }) => steps.every((step) => step.service !== service));
    const after = runsOneCommit(steps, others);
    const report = await goBack(context, release, checked, after.commit, state);
    const chosen = request.flags.services !== undefined || isRevision(request.to ?? "");
    return after.why === undefined || chosen ? report : withTagsLeft(report, after.why);
  });
  if (!("alone" in done)) return done;
  return (request.dryRun ? previewImageOnly : upImageOnly)(context, request, done);
}

/** Who goes back with an environment takes its tag to go along. */
function withTagsLeft(report: ReleaseReport, why: string): ReleaseReport {
  const tags = report.images.flatMap(({ reference, environmentTag }) =>
    environmentTag === undefined ? [] : [`${repositoryOf(reference)}:${environmentTag}`],
  );
  if (tags.length === 0 || report.exitCode !== exitCodes.success) return report;
  const warning = `${why} So this was left as it is: ${tags.join(", ")}`;
  return { ...report, warnings: [...report.warnings, warning] };
}

async function running(
  { ecs, signal }: ActionContext,
  { settings }: OpenRelease,
  names: readonly string[],
  { rollouts }: StackState,
): Promise<RunningService[]> {
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
      ...(primary?.rolloutState === "FAILED" && { newest: "failed" }),
      ...(primary?.rolloutState === "IN_PROGRESS" && { newest: "moving" }),
      ...(state && { state }),
    };
  });
}

/** The settings as a release of that which the steps go to would have them, for those that go. */
function settingsAfter(
  settings: Settings,
  steps: readonly CheckedStep[],
  going: readonly CheckedStep[],
): Settings {
  const version = commitsOf(steps).join(",") || settings.commit.version;
  const names = going.map(({ service }) => service);
  return {
    ...settings,
    commit: { ...settings.commit, sha: version, version, dirty: false },
    services: settings.services.filter(({ name }) => names.includes(name)),
  };
}

/** @param commit what the whole environment runs then, if it is one */
async function goBack(
  context: ActionContext,
  opened: OpenRelease,
  steps: readonly CheckedStep[],
  commit: string | undefined,
  { outputs }: StackState,
): Promise<ReleaseReport> {
  const moving = steps.filter(({ there }) => !there);
  const { signal } = context;
  const registry = context.registry(opened.settings.aws);
  const references = steps.flatMap(({ images }) => images);
  const { images } = opened.settings;
  // A run that ended in between, or runs for one service each, left the stack's outputs behind, or
  // the tags. These move after an update, too: its lock keeps the rollback out of a release's way.
  const said = outputs["commit"];
  const behind = commit !== undefined && commit !== "" && said !== undefined && said !== commit;
  const due =
    moving.length > 0 ||
    behind ||
    (commit !== undefined && (await areTagsBehind(registry, images, references, signal)));
  const going = due ? steps : [];
  const release = { ...opened, settings: settingsAfter(opened.settings, steps, going) };
  const { settings } = release;
  const work = async () => {
    signal.throwIfAborted();
    const monitor = new ReleaseMonitor(settings, "up");
    const result =
      going.length > 0
        ? await restore(
            context,
            release,
            going,
            outputsAfter(outputs, steps, commit ?? ""),
            monitor,
          )
        : { succeeded: true, cancelled: false };
    const report = releaseReport("rollback", settings, monitor, result);
    if (commit === undefined || !result.succeeded) return report;
    const { tags, warnings } = await moveTagsAlong(registry, images, references, signal);
    return {
      ...report,
      nothingToDo: report.nothingToDo && tags.length === 0,
      ...(tags.length > 0 && { imageTags: tags }),
      warnings: [...report.warnings, ...warnings],
    };
  };
  return moving.length > 0 ? announced(context, release, "rollback", work) : work();
}

/** Those that are there already take part: nothing is sent for them, and the state knows then. */
function restore(
  context: ActionContext,
  release: OpenRelease,
  steps: readonly CheckedStep[],
  outputs: Readonly<Record<string, unknown>>,
  monitor: ReleaseMonitor,
): Promise<EngineResult> {
  const { stack, commit } = release.settings;
  const moving = steps.filter(({ there }) => !there);
  const services = moving.map(({ service, from, to }) => ({ service, from, to: to.revision }));
  if (moving.length > 0) {
    context.io.notify(messages.rollingBack({ environment: stack, services }));
  }
  const work = {
    services: Object.fromEntries(steps.map(({ service, target }) => [service, target])),
    targets: steps.map(({ state }) => state.urn),
    outputs,
  };
  return runRestore(context, release, work, monitor, "rollback", commit.version);
}
