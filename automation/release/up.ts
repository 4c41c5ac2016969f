import type { RunRequest } from "../../contract/runRequest";
import type { EngineResult } from "../workspace/workspace";
import { Cancelled } from "../errors";
import { messages } from "../io/messages";
import { afterCancel } from "../recovery/afterCancel";
import { AlarmsAtStart } from "./alarmsAtStart";
import { announced, announceRefused } from "../notify/withAnnouncements";
import { checkPromotedDigests, type Digests } from "./approvedDigests";
import { bringBack, type Before } from "../recovery/recoverFromFailure";
import type { ActionContext } from "./context";
import { parallelism, withRelease, type OpenRelease, type ReleaseRequest } from "./openRelease";
import { releaseReport } from "../report/report";
import { keptResources } from "./keptResources";
import { passGates } from "../gates/checkReleaseGates";
import { lookAtAlarms, lookForPrograms } from "../gates/releaseGates";
import { ReleaseMonitor } from "./releaseMonitor";
import type { ReleaseReport } from "../report/releaseReport";
import { lookUpTags } from "../tags/environmentTags";
import { withPromotion } from "./withPromotion";
import { buildRequest, imageOnlyRequest, releaseRequest } from "./runRequest";
import { updateMessage } from "./updateMessage";

/** Releases: builds what is not there yet, moves every service, and says how each ended. */
export function up(
  context: ActionContext,
  request: ReleaseRequest,
  options: UpOptions = {},
): Promise<ReleaseReport> {
  return withRelease(context, request, "create", async (opened) => {
    const release = options.leaveTags ? withoutTags(opened) : opened;
    // Who goes back to an old image wants that one.
    const wanted = options.imageOnly ? release : await wantedRelease(context, release, options);
    return announced(context, wanted, "release", () => run(context, wanted, "up", options));
  });
}

/** With the images of another environment, where that is asked for. Who waits hears of a refusal. */
async function wantedRelease(
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

export interface UpOptions {
  /** One forced deployment of every service, also of the revision that it runs. */
  readonly force?: boolean;
  /** Takes images as they are in the repository, and runs no migration: for going back. */
  readonly imageOnly?: boolean;
  /** What was approved: a promotion takes no other digests. */
  readonly approved?: Digests;
  /** The environments' tags stay where they are: what other services run is not gone back with. */
  readonly leaveTags?: boolean;
}

/**
 * Builds and pushes the images and touches nothing else: the engine is given the images alone as
 * targets, on a state of its own. In the stack's state an image that is built takes the place of
 * one that was found, and the engine breaks a state whose dependencies change outside its targets.
 */
export function build(context: ActionContext, request: ReleaseRequest): Promise<ReleaseReport> {
  return withRelease(context, request, "scratch", async (release) =>
    run(context, await withPromotion(context, release), "build"),
  );
}

/** The images of a release and what they hang on. */
const imageTargets = [
  "**::pulumi:providers:slipway::**",
  "**::slipway:index:EcsRelease::**",
  "**$docker-build:index:Image::**",
  "**$slipway:registry:ImageCopy::**",
];

async function run(
  context: ActionContext,
  release: OpenRelease,
  command: "up" | "build",
  options: UpOptions = {},
): Promise<ReleaseReport> {
  const { settings } = release;
  const { io, signal } = context;
  const { commit, services } = settings;
  const names = command === "up" ? services.map((service) => service.name) : [];
  io.notify(
    messages.started({
      verb: command === "up" ? "releasing" : "building",
      environment: settings.stack,
      commit: commit.version,
      to: names,
    }),
  );
  const before = command === "up" ? lookBefore(context, release, options) : undefined;
  const monitor = new ReleaseMonitor(settings, command);
  const alarms = new AlarmsAtStart(() => lookAtAlarms(context, settings));
  const result = await runEngine(context, release, { monitor, alarms }, options, before);
  const report = releaseReport(command, settings, monitor, result);
  const ended = isAsked(signal)
    ? await afterCancel(context, release, report, result.succeeded ? undefined : before)
    : report;
  if (!before) return ended;
  const rollBack = settings.rollout.onFailure === "rollback";
  if (!result.succeeded) {
    if (!rollBack || signal.aborted) return ended;
    return bringBack(context, release, ended, await before, "rollouts");
  }
  // Going back is never in question: a gate could only lead to the release that was fled from.
  if (options.imageOnly) return ended;
  // Gates that a signal keeps from looking say so: without them nobody knows that it is good.
  const gated = await passGates(context, release, ended, await alarms.told((await before).alarms));
  const results = (gated.gates ?? []).map(({ result }) => result);
  if (!rollBack || !results.includes("red") || results.includes("cancelled")) return gated;
  return bringBack(context, release, gated, await before, "gates");
}

/** @param before builds and moves everything, or where there is none only builds */
async function runEngine(
  context: ActionContext,
  release: OpenRelease,
  { monitor, alarms }: { readonly monitor: ReleaseMonitor; readonly alarms: AlarmsAtStart },
  { force = false, imageOnly = false, leaveTags = false }: UpOptions,
  before: Promise<Before> | undefined,
): Promise<EngineResult> {
  const { settings, stack } = release;
  const { io, mask, signal } = context;
  const request = (): RunRequest => {
    if (before === undefined) return buildRequest(release);
    if (imageOnly) return imageOnlyRequest(release, leaveTags);
    return releaseRequest(release, force ? String(context.clock.now()) : undefined);
  };
  const [login, looked] = await Promise.allSettled([context.dockerLogin(settings), before]);
  if (login.status === "rejected") {
    signal.throwIfAborted();
    throw login.reason;
  }
  mask.add(login.value.secrets);
  try {
    signal.throwIfAborted();
    if (looked.status === "rejected") throw looked.reason;
    const state = looked.value?.state;
    const kept = state && keptResources(state, release, !imageOnly);
    if (kept && kept.services.length > 0) {
      const { services } = kept;
      io.notify(messages.servicesLeft({ environment: settings.stack, services }));
    }
    return await stack.up({
      message: updateMessage("up", settings.commit.version, context.env),
      parallel: parallelism(settings),
      read: release.read,
      request: request(),
      env: login.value.env,
      signal,
      refresh: (state?.pendingCreates ?? 0) > 0,
      ...(kept ? { exclude: kept.urns } : { targets: imageTargets }),
      onNotice: (notice) => {
        alarms.observe(notice);
        for (const message of monitor.observe(notice)) io.notify(message);
      },
    });
  } finally {
    await login.value.remove();
  }
}

/** What a rollback and the gates need to know, and what only a look beforehand can tell. */
async function lookBefore(
  context: ActionContext,
  { settings, stack }: OpenRelease,
  { imageOnly = false }: UpOptions,
): Promise<Before> {
  const { registry, signal } = context;
  const watched = imageOnly ? { ...settings, gates: [] } : settings;
  lookForPrograms(context, watched);
  const [state, tags, alarms] = await Promise.all([
    stack.state(),
    settings.rollout.onFailure === "rollback"
      ? lookUpTags(registry(settings.aws), settings.images, signal)
      : [],
    lookAtAlarms(context, watched),
  ]);
  return { state, tags, alarms };
}

function withoutTags(release: OpenRelease): OpenRelease {
  const { settings } = release;
  const images = settings.images.map((image) => ({ ...image, environmentTag: undefined }));
  return { ...release, settings: { ...settings, images } };
}

/** A terminal that is lost asks for nothing: what ECS has been told goes on. */
function isAsked({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof Cancelled && reason.signal === "SIGHUP");
}
