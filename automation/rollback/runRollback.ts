import { messages } from "../io/messages";
import { withAnnouncements } from "../notify/withAnnouncements";
import { runRecovery } from "../recovery/runRecovery";
import type { ActionContext } from "../release/context";
import type { OpenRelease } from "../release/openRelease";
import { ReleaseMonitor } from "../release/releaseMonitor";
import type { EngineFacts } from "../report/engineFacts";
import type { MovedTag, ReleaseFacts } from "../report/releaseFacts";
import type { ReleaseReport } from "../report/releaseReport";
import { reportOf } from "../report/reportOf";
import { verdictOf } from "../report/verdictOf";
import { areTagsBehind, moveTagsAlong } from "../tags/moveTagsAlong";
import type { StackState } from "../workspace/stackState";
import { outputsAfter, type CheckedStep } from "./checkTargets";
import type { AfterRollback } from "./runsOneCommit";
import { settingsAfter } from "./settingsAfter";

interface Rollback {
  readonly steps: readonly CheckedStep[];
  /** The commit that the environment runs once the steps are done, or the several. */
  readonly after: AfterRollback;
  readonly state: StackState;
}

/**
 * Moves the services, then the environment's tags where every service then runs one commit.
 * Announces a rollback that moves a service.
 */
export async function runRollback(
  context: ActionContext,
  opened: OpenRelease,
  rollback: Rollback,
): Promise<ReleaseReport> {
  const { steps, after } = rollback;
  const isDue = await isAnythingDue(context, opened, rollback);
  const settings = settingsAfter(opened.settings, steps, isDue ? steps : []);
  const release = { ...opened, settings };
  const work = async (): Promise<ReleaseReport> => {
    context.signal.throwIfAborted();
    const engine = isDue ? await moveServices(context, release, rollback) : notRun(release);
    const movedTags = engine.succeeded ? await moveTags(context, release, rollback) : undefined;
    const { severalCommits } = after;
    const facts: ReleaseFacts = {
      command: "rollback",
      settings,
      engine,
      movedTags,
      severalCommits,
    };
    return reportOf(facts, verdictOf(facts));
  };
  const isQuiet = movingOf(steps).length === 0;
  return isQuiet ? work() : withAnnouncements(context, release, "rollback", work);
}

/** As the engine would have ended had it been asked for nothing. */
function notRun({ settings }: OpenRelease): EngineFacts {
  return new ReleaseMonitor(settings, "up").facts({ succeeded: true, cancelled: false });
}

/**
 * Also where no service moves: a run that was cut short, or several runs for one service each, may
 * have left the stack's outputs or the tags behind. The update's lock keeps the tags out of a
 * release's way.
 */
async function isAnythingDue(
  context: ActionContext,
  { settings }: OpenRelease,
  { steps, after: { commit }, state }: Rollback,
): Promise<boolean> {
  if (movingOf(steps).length > 0) return true;
  if (commit === undefined) return false;
  const previousCommit = state.outputs["commit"];
  if (commit !== "" && previousCommit !== undefined && previousCommit !== commit) return true;
  const registry = context.registry(settings.aws);
  return areTagsBehind(registry, settings.images, imagesOf(steps), context.signal);
}

/** Services that are there already take part: nothing is sent for them, and the state then knows. */
function moveServices(
  context: ActionContext,
  release: OpenRelease,
  { steps, after, state }: Rollback,
): Promise<EngineFacts> {
  const { stack: environment, commit } = release.settings;
  const services = movingOf(steps).map(({ service, from, to }) => ({
    service,
    from,
    to: to.revision,
  }));
  if (services.length > 0) context.io.notify(messages.rollingBack({ environment, services }));
  const work = {
    services: Object.fromEntries(steps.map(({ service, target }) => [service, target])),
    targets: steps.map(({ state }) => state.urn),
    outputs: outputsAfter(state.outputs, steps, after.commit ?? ""),
  };
  const monitor = new ReleaseMonitor(release.settings, "up");
  return runRecovery(context, release, work, monitor, "rollback", commit.version);
}

function moveTags(
  context: ActionContext,
  { settings: { aws, images } }: OpenRelease,
  { steps, after }: Rollback,
): Promise<MovedTag[]> | undefined {
  if (after.commit === undefined) return undefined;
  return moveTagsAlong(context.registry(aws), images, imagesOf(steps), context.signal);
}

function movingOf(steps: readonly CheckedStep[]): readonly CheckedStep[] {
  return steps.filter(({ alreadyThere }) => !alreadyThere);
}

function imagesOf(steps: readonly CheckedStep[]): string[] {
  return steps.flatMap(({ images }) => images);
}
