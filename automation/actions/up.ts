import { messages } from "../io/messages";
import { bringBack, type Before } from "./bringBack";
import type { ActionContext } from "./context";
import { parallelism, withRelease, type OpenRelease, type ReleaseRequest } from "./openRelease";
import { releaseReport } from "./report";
import { ReleaseMonitor } from "./releaseMonitor";
import type { ReleaseReport } from "./releaseReport";
import { lookUpTags } from "./environmentTags";
import { stopInFlight } from "./stopInFlight";
import { updateMessage } from "./updateMessage";

/** Releases: builds what is not there yet, moves every service, and says how each ended. */
export function up(
  context: ActionContext,
  request: ReleaseRequest,
  options: UpOptions = {},
): Promise<ReleaseReport> {
  return withRelease(context, request, "create", (release) => run(context, release, "up", options));
}

export interface UpOptions {
  /** One forced deployment of every service, also of the revision that it runs. */
  readonly force?: boolean;
  /** Takes images as they are in the repository, and runs no migration: for going back. */
  readonly imageOnly?: boolean;
}

/**
 * Builds and pushes the images and touches nothing else: the engine is given the images alone as
 * targets, on a state of its own. In the stack's state an image that is built takes the place of
 * one that was found, and the engine breaks a state whose dependencies change outside its targets.
 */
export function build(context: ActionContext, request: ReleaseRequest): Promise<ReleaseReport> {
  return withRelease(context, request, "scratch", (release) => run(context, release, "build"));
}

/**
 * Everything that a program declares which neither builds nor migrates. The migration stays in the
 * state with the commits that it has run for.
 */
const imageOnlyTargets = [
  "**::pulumi:providers:slipway::**",
  "**::slipway:index:EcsRelease::**",
  "**$slipway:registry:ImageTag::**",
  "**$slipway:ecs:TaskDefinitionRevision::**",
  "**$slipway:ecs:ServiceRollout::**",
];

/** Tells the provider whether the rollouts of a release that fails are worth waiting for. */
const onFailureVariable = "SLIPWAY_ON_FAILURE";

/** The images of a release and what they hang on. */
const imageTargets = [
  "**::pulumi:providers:slipway::**",
  "**::slipway:index:EcsRelease::**",
  "**$docker-build:index:Image::**",
];

async function run(
  context: ActionContext,
  release: OpenRelease,
  command: "up" | "build",
  { force = false, imageOnly = false }: UpOptions = {},
): Promise<ReleaseReport> {
  const { settings, stack, env } = release;
  const { io, mask, signal } = context;
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
  const [login, before] = await Promise.all([
    context.dockerLogin(settings),
    command === "up" ? lookBefore(context, release) : undefined,
  ]);
  mask.add(login.secrets);
  const monitor = new ReleaseMonitor(settings, command);
  try {
    signal.throwIfAborted();
    const result = await stack.up({
      message: updateMessage("up", commit.version, context.env),
      parallel: parallelism(settings),
      env: {
        ...env,
        ...login.env,
        [onFailureVariable]: settings.rollout.onFailure,
        ...(force && { SLIPWAY_FORCE: String(context.clock.now()) }),
        ...(imageOnly && { SLIPWAY_IMAGE_ONLY: "1" }),
      },
      signal,
      refresh: (before?.state.pendingCreates ?? 0) > 0,
      ...(command === "build" && { targets: imageTargets }),
      ...(imageOnly && { targets: imageOnlyTargets }),
      onNotice: (notice) => {
        for (const message of monitor.observe(notice)) io.notify(message);
      },
    });
    const report = releaseReport(command, settings, monitor, result);
    if (signal.aborted && settings.rollout.onCancel === "rollback") {
      return await stopInFlight({ ...context, ecs: context.ecs(settings.aws) }, report);
    }
    const asked = settings.rollout.onFailure === "rollback" && !result.succeeded;
    if (!before || !asked || signal.aborted) return report;
    return await bringBack(context, release, report, before);
  } finally {
    await login.remove();
  }
}

/** What a rollback needs to know, and what only a look beforehand can tell. */
async function lookBefore(
  { registry, signal }: ActionContext,
  { settings, stack }: OpenRelease,
): Promise<Before> {
  const [state, tags] = await Promise.all([
    stack.state(),
    settings.rollout.onFailure === "rollback"
      ? lookUpTags(registry(settings.aws), settings.images, signal)
      : [],
  ]);
  return { state, tags };
}
