import type { EngineFacts } from "../report/engineFacts";
import type { UpOptions } from "../workspace/workspace";
import type { EngineNotice } from "../workspace/engineNotice";
import type { ActionContext } from "./context";
import { parallelism, type OpenRelease } from "./openRelease";
import { ReleaseMonitor } from "./releaseMonitor";
import { updateMessage } from "./updateMessage";

/** What a release asks of the engine, beside what every release asks. */
export type ReleaseWork = Pick<UpOptions, "request" | "targets" | "exclude" | "refresh"> & {
  readonly onNotice?: (notice: EngineNotice) => void;
};

/**
 * Runs the engine for a release or a build, logged in to the registries that images are pushed to.
 * @param prepare looks at what there is before; runs beside the login
 * @throws WorkspaceError's subclasses, what `prepare` throws, and the signal's reason
 */
export async function runRelease(
  context: ActionContext,
  { settings, stack, read }: OpenRelease,
  verb: "up" | "build",
  prepare: () => Promise<ReleaseWork>,
): Promise<EngineFacts> {
  const { io, mask, signal } = context;
  const [login, work] = await Promise.allSettled([context.dockerLogin(settings), prepare()]);
  if (login.status === "rejected") {
    signal.throwIfAborted();
    throw login.reason;
  }
  mask.add(login.value.secrets);
  try {
    signal.throwIfAborted();
    if (work.status === "rejected") throw work.reason;
    const monitor = new ReleaseMonitor(settings, verb);
    const { onNotice, ...asked } = work.value;
    const result = await stack.up({
      ...asked,
      message: updateMessage("up", settings.commit.version, context.env),
      parallel: parallelism(settings),
      read,
      env: login.value.env,
      signal,
      onNotice: (notice) => {
        onNotice?.(notice);
        for (const message of monitor.observe(notice)) io.notify(message);
      },
    });
    return monitor.facts(result);
  } finally {
    await login.value.remove();
  }
}
