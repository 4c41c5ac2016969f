import { messages } from "../io/messages";
import type { ActionContext } from "./context";
import { parallelism, withRelease, type OpenRelease, type ReleaseRequest } from "./openRelease";
import { releaseReport } from "./report";
import { ReleaseMonitor } from "./releaseMonitor";
import type { ReleaseReport } from "./releaseReport";

/** Releases: builds what is not there yet, moves every service, and says how each ended. */
export function up(context: ActionContext, request: ReleaseRequest): Promise<ReleaseReport> {
  return withRelease(context, request, "create", (release) => run(context, release, "up"));
}

/**
 * Builds and pushes the images and touches nothing else: the engine is given the images alone as
 * targets, on a state of its own. In the stack's state an image that is built takes the place of
 * one that was found, and the engine breaks a state whose dependencies change outside its targets.
 */
export function build(context: ActionContext, request: ReleaseRequest): Promise<ReleaseReport> {
  return withRelease(context, request, "scratch", (release) => run(context, release, "build"));
}

/** The images of a release and what they hang on. */
const imageTargets = [
  "**::pulumi:providers:slipway::**",
  "**::slipway:index:EcsRelease::**",
  "**$docker-build:index:Image::**",
];

async function run(
  context: ActionContext,
  { settings, stack, env }: OpenRelease,
  command: "up" | "build",
): Promise<ReleaseReport> {
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
  const login = await context.dockerLogin(settings);
  mask.add(login.secrets);
  const monitor = new ReleaseMonitor(settings, command);
  try {
    signal.throwIfAborted();
    const result = await stack.up({
      message: `slipway ${command} ${commit.version}`,
      parallel: parallelism(settings),
      env: { ...env, ...login.env },
      signal,
      ...(command === "build" && { targets: imageTargets }),
      onNotice: (notice) => {
        for (const message of monitor.observe(notice)) io.notify(message);
      },
    });
    return releaseReport(command, settings, monitor, result);
  } finally {
    await login.remove();
  }
}
