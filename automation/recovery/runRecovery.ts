import type { RecoveryTarget } from "../../contract/recoveryTarget";
import type { EngineFacts } from "../report/engineFacts";
import type { ActionContext } from "../release/context";
import { parallelism, type OpenRelease } from "../release/openRelease";
import type { ReleaseMonitor } from "../release/releaseMonitor";
import { updateMessage, type UpdateVerb } from "../release/updateMessage";

/** Services to move to a revision that was deployed before, and the URNs of their rollouts. */
export interface RecoveryWork {
  readonly services: Readonly<Record<string, RecoveryTarget>>;
  readonly targets: readonly string[];
  /** The program's outputs, as far as the run does not change them. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Moves services to revisions that were deployed before: a recovery, or a rollback. The engine runs
 * their rollouts alone; nothing is built, looked up or registered.
 * @param version for Pulumi's history: the version that a recovery leaves, or that a rollback leads to
 * @throws WorkspaceError's subclasses
 */
export async function runRecovery(
  { io, signal, env }: ActionContext,
  { settings, stack, flags, read }: OpenRelease,
  { services, targets, outputs }: RecoveryWork,
  monitor: ReleaseMonitor,
  verb: UpdateVerb,
  version: string,
): Promise<EngineFacts> {
  const result = await stack.up({
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
  return monitor.facts(result);
}
