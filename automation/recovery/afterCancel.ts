import type { ActionContext } from "../release/context";
import type { OpenRelease } from "../release/openRelease";
import type { TagBefore } from "../tags/lookUpTags";
import { recoverTags } from "../tags/recoverTags";
import type { ReleaseFacts } from "../report/releaseFacts";
import { rolloutsOf } from "../report/rolloutOf";
import { stopInFlight } from "./stopInFlight";

/** A CI gives a cancelled run about 10 s altogether. */
const tagPatienceMs = 4000;

/**
 * After a release that was cancelled: stops the rollouts in flight where `onCancel` says so, and
 * recovers the environment's tags where no service was touched, so that they name what runs.
 * @param tagsBefore what they named before; none where they stay, as after a release that succeeded
 */
export async function afterCancel(
  context: ActionContext,
  { settings }: OpenRelease,
  facts: ReleaseFacts,
  tagsBefore: readonly TagBefore[],
): Promise<Pick<ReleaseFacts, "stops" | "tags">> {
  const { aws, cluster, rollout: policy } = settings;
  const rollouts = rolloutsOf(facts);
  const stops =
    policy.onCancel === "rollback"
      ? await stopInFlight({ ...context, ecs: context.ecs(aws), cluster }, rollouts)
      : undefined;
  const touched = rollouts.some(({ outcome }) => outcome && outcome.kind !== "not started");
  if (touched || tagsBefore.length === 0 || policy.onFailure !== "rollback") return { stops };
  // The run's own signal is aborted already; the deadline of each tag bounds the work.
  const { signal } = new AbortController();
  const tags = await recoverTags(context.registry(aws), tagsBefore, context.clock, signal, {
    patienceMs: tagPatienceMs,
  });
  return { stops, tags };
}
