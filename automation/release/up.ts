import { Cancelled } from "./errors";
import { checkReleaseGates } from "../gates/checkReleaseGates";
import { lookAtAlarms } from "../gates/releaseGates";
import { messages } from "../io/messages";
import { announceRefused, withAnnouncements } from "../notify/withAnnouncements";
import { afterCancel } from "../recovery/afterCancel";
import { recoverFromFailure, shouldRecover } from "../recovery/recoverFromFailure";
import type { ReleaseFacts } from "../report/releaseFacts";
import type { ReleaseReport } from "../report/releaseReport";
import { reportOf } from "../report/reportOf";
import { verdictOf } from "../report/verdictOf";
import { AlarmsAtStart } from "./alarmsAtStart";
import { checkPromotedDigests, type Digests } from "./approvedDigests";
import { beforeRelease, type BeforeRelease } from "./beforeRelease";
import type { ActionContext } from "./context";
import { keptResources } from "./keptResources";
import { withRelease, type OpenRelease, type ReleaseRequest } from "./openRelease";
import { runRelease, type ReleaseWork } from "./runRelease";
import { imageOnlyRequest, releaseRequest } from "./runRequest";
import { withPromotion } from "./withPromotion";

export interface UpOptions {
  /** One forced deployment of every service, also of the revision that it runs. */
  readonly force?: boolean;
  /** For a rollback: takes images that are in the repository, and runs no migration. */
  readonly imageOnly?: boolean;
  /** The approved digests: a promotion takes no others. */
  readonly approved?: Digests;
  /** The environment's tags stay: other services, which do not roll back, run what they name. */
  readonly leaveTags?: boolean;
}

/** Releases: builds the images that are missing, moves every service, and reports how each ended. */
export function up(
  context: ActionContext,
  request: ReleaseRequest,
  options: UpOptions = {},
): Promise<ReleaseReport> {
  return withRelease(context, request, "create", async (opened) => {
    const own = options.leaveTags ? withoutTags(opened) : opened;
    // An image-only rollback names its image: no other one is promoted.
    const release = options.imageOnly ? own : await promoted(context, own, options);
    return withAnnouncements(context, release, "release", async () => {
      const facts = await factsOf(context, release, options);
      return reportOf(facts, verdictOf(facts));
    });
  });
}

/** The release with another environment's images, where that is asked for. Announces a refusal. */
async function promoted(
  context: ActionContext,
  release: OpenRelease,
  { approved = {} }: UpOptions,
): Promise<OpenRelease> {
  try {
    const wanted = await withPromotion(context, release);
    checkPromotedDigests(wanted.settings, approved);
    return wanted;
  } catch (error) {
    await announceRefused(context, release, error);
    throw error;
  }
}

/** Runs the release; each step adds its own facts to those of the steps before. */
async function factsOf(
  context: ActionContext,
  release: OpenRelease,
  options: UpOptions,
): Promise<ReleaseFacts> {
  const { settings } = release;
  const { io, signal } = context;
  const { stack: environment, commit, services } = settings;
  const to = services.map(({ name }) => name);
  io.notify(messages.started({ verb: "releasing", environment, commit: commit.version, to }));

  const looked = beforeRelease(context, release, options);
  const alarms = new AlarmsAtStart(() => lookAtAlarms(context, settings));
  const engine = await runRelease(context, release, "up", async () =>
    workOf(context, release, options, await looked, alarms),
  );
  const before = await looked;
  const facts = await withCancel(context, release, { command: "up", settings, engine }, before);

  if (shouldRecover(facts, signal)) return recovered(context, release, facts, before);
  // A rollback runs no gates: a red one could only lead to the release that it leaves.
  if (!engine.succeeded || options.imageOnly) return facts;
  const alarmsBefore = await alarms.atStart(before.alarms);
  const gates = await checkReleaseGates(context, facts, alarmsBefore);
  const checked: ReleaseFacts = { ...facts, gates };
  return shouldRecover(checked, signal) ? recovered(context, release, checked, before) : checked;
}

/** What this release asks of the engine. */
function workOf(
  context: ActionContext,
  release: OpenRelease,
  { force = false, imageOnly = false, leaveTags = false }: UpOptions,
  { state }: BeforeRelease,
  alarms: AlarmsAtStart,
): ReleaseWork {
  const { services, urns } = keptResources(state, release, !imageOnly);
  const { stack: environment } = release.settings;
  if (services.length > 0) context.io.notify(messages.servicesLeft({ environment, services }));
  return {
    exclude: urns,
    refresh: state.pendingCreates > 0,
    request: imageOnly
      ? imageOnlyRequest(release, leaveTags)
      : releaseRequest(release, force ? String(context.clock.now()) : undefined),
    onNotice: (notice) => alarms.observe(notice),
  };
}

async function withCancel(
  context: ActionContext,
  release: OpenRelease,
  facts: ReleaseFacts,
  before: BeforeRelease,
): Promise<ReleaseFacts> {
  if (!isAsked(context.signal)) return facts;
  const keepTags = facts.engine.succeeded;
  return { ...facts, ...(await afterCancel(context, release, facts, keepTags ? [] : before.tags)) };
}

/** A lost terminal is no request to stop: ECS carries on with the deployments. */
function isAsked({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof Cancelled && reason.signal === "SIGHUP");
}

async function recovered(
  context: ActionContext,
  release: OpenRelease,
  facts: ReleaseFacts,
  before: BeforeRelease,
): Promise<ReleaseFacts> {
  return { ...facts, ...(await recoverFromFailure(context, release, facts, before)) };
}

function withoutTags(release: OpenRelease): OpenRelease {
  const { settings } = release;
  const images = settings.images.map((image) => ({ ...image, environmentTag: undefined }));
  return { ...release, settings: { ...settings, images } };
}
