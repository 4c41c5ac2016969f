import { lookAtAlarms, lookForPrograms, type AlarmsBefore } from "../gates/releaseGates";
import { lookUpTags, type TagBefore } from "../tags/lookUpTags";
import type { StackState } from "../workspace/stackState";
import type { ActionContext } from "./context";
import type { OpenRelease } from "./openRelease";

/** The state of an environment before a release. */
export interface BeforeRelease {
  readonly tags: readonly TagBefore[];
  readonly state: StackState;
  readonly alarms: AlarmsBefore;
}

/**
 * Reads the state that a recovery and the gates need and that the release is going to change.
 * @throws GateCommandNotFound, AlarmNotFound, AWS's and the workspace's errors
 */
export async function beforeRelease(
  context: ActionContext,
  { settings, stack }: OpenRelease,
  { imageOnly = false }: { readonly imageOnly?: boolean },
): Promise<BeforeRelease> {
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
