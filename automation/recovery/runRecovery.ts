import type { RecoveryTarget } from "../../contract/recoveryTarget";
import type { EngineResult } from "../workspace/workspace";
import type { ActionContext } from "../release/context";
import { parallelism, type OpenRelease } from "../release/openRelease";
import type { ReleaseMonitor } from "../release/releaseMonitor";
import { updateMessage, type UpdateVerb } from "../release/updateMessage";

/** Services that go back, by name, and the URNs of their rollouts. */
export interface RestoreWork {
  readonly services: Readonly<Record<string, RecoveryTarget>>;
  readonly targets: readonly string[];
  /** What the program's outputs say of everything else. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Moves services back through the engine, their rollouts alone; nothing is built, looked up or
 * registered. What comes of it is in the monitor.
 * @param version what is left, for Pulumi's history, or for a rollback what is gone back to
 * @throws WorkspaceError's subclasses
 */
export function runRestore(
  { io, signal, env }: ActionContext,
  { settings, stack, flags, read }: OpenRelease,
  { services, targets, outputs }: RestoreWork,
  monitor: ReleaseMonitor,
  verb: UpdateVerb,
  version: string,
): Promise<EngineResult> {
  return stack.up({
    message: updateMessage(verb, version, env),
    parallel: parallelism(settings),
    read,
    request: { kind: "recovery", flags, services, outputs },
    env: {},
    targets,
    signal,
    onNotice: (notice) => {
      for (const message of monitor.observe(notice)) io.notify(message);
    },
  });
}
