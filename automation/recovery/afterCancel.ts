import type { Before } from "./recoverFromFailure";
import type { ActionContext } from "../release/context";
import type { OpenRelease } from "../release/openRelease";
import { putTagsBack } from "../tags/recoverTags";
import type { ReleaseReport } from "../report/releaseReport";
import { stopInFlight } from "./stopInFlight";
import { withRestore } from "./mergeRecovery";

/** A CI gives a cancelled run about 10 s altogether. */
const tagsMs = 4000;

/**
 * After a release that somebody cancelled: what `onCancel` says of the rollouts in flight, and the
 * environment's tags back where no service was touched, so that they name what runs.
 * @param before undefined where no tag is to go back: of a build, which moves none of an environment,
 *   and of a release that was done all the same
 */
export async function afterCancel(
  context: ActionContext,
  release: OpenRelease,
  report: ReleaseReport,
  before: Promise<Before> | undefined,
): Promise<ReleaseReport> {
  const { settings } = release;
  const { onCancel, onFailure } = settings.rollout;
  const stop = () => stopInFlight({ ...context, ecs: context.ecs(settings.aws) }, report);
  const told = onCancel === "rollback" ? await stop() : report;
  const touched = told.services.some(({ detail }) => detail && detail.kind !== "not started");
  const looked = await before?.catch(() => undefined);
  if (touched || looked === undefined || onFailure !== "rollback") return told;
  // The run's own signal has gone off; the time of each tag is bounded.
  const { signal } = new AbortController();
  const registry = context.registry(settings.aws);
  const patience = { patience: tagsMs };
  const tags = await putTagsBack(registry, looked.tags, context.clock, signal, patience);
  return withRestore(told, undefined, tags);
}
