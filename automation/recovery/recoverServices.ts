import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import { messageOf } from "../../support/errors";
import { messages } from "../io/messages";
import type { ActionContext } from "../release/context";
import type { OpenRelease } from "../release/openRelease";
import { ReleaseMonitor } from "../release/releaseMonitor";
import type { RecoveryEngineFacts, RecoveryFacts } from "../report/releaseFacts";
import type { RecoveryPlan } from "./planRecovery";
import { runRecovery } from "./runRecovery";

/**
 * Carries a plan out and waits for its end. Never rejects: the release itself has to be reported.
 * @param outputs the stack's outputs, which a recovery keeps
 * @returns undefined where the plan has nothing to recover
 */
export async function recoverServices(
  context: ActionContext,
  release: OpenRelease,
  plan: RecoveryPlan,
  outputs: Readonly<Record<string, unknown>>,
): Promise<RecoveryFacts | undefined> {
  const targets = new Map(
    Object.entries(plan.services).map(([service, { taskDefinition }]) => [
      service,
      revisionName(taskDefinition),
    ]),
  );
  const impossible = new Map(Object.entries(plan.impossible));
  if (targets.size === 0 && impossible.size === 0) return undefined;
  if (targets.size === 0) return { kind: "run", targets, impossible, engine: notRun };
  const services = [...targets].map(([service, to]) => ({ service, to }));
  context.io.notify(messages.recovering({ environment: release.settings.stack, services }));
  const engine = await carriedOut(context, release, plan, outputs);
  return { kind: "run", targets, impossible, engine };
}

const notRun: RecoveryEngineFacts = { succeeded: true, rollouts: new Map(), failures: [] };

async function carriedOut(
  context: ActionContext,
  release: OpenRelease,
  { services, targets }: RecoveryPlan,
  outputs: Readonly<Record<string, unknown>>,
): Promise<RecoveryEngineFacts> {
  const monitor = new ReleaseMonitor(release.settings, "up");
  const { version } = release.settings.commit;
  const work = { services, targets, outputs };
  try {
    return await runRecovery(context, release, work, monitor, "recovery", version);
  } catch (error) {
    const { rollouts } = monitor.facts({ succeeded: false, cancelled: false });
    return { succeeded: false, rollouts, failures: [{ message: messageOf(error) }] };
  }
}
