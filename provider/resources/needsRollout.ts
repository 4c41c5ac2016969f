import { isSuccess } from "../../ecs/rollout/outcome";
import { UNKNOWN } from "../properties";
import type { Difference, Old } from "../resource";
import type { RolloutInputs, RolloutOutputs } from "./serviceRollout";

/**
 * Whether the service has to be moved, or a movement to be watched to its end. The old inputs hold
 * the live revision, the outputs what the last rollout came to. Other digests, limits or another
 * commit for the same revision move nothing: the state takes them over as they are.
 */
export function needsRollout(
  { inputs, outputs }: Old<RolloutInputs, RolloutOutputs>,
  news: Partial<RolloutInputs>,
): Difference {
  const moving = (["cluster", "service", "taskDefinition"] as const).filter(
    (name) => news[name] === undefined || news[name] === UNKNOWN || news[name] !== inputs[name],
  );
  if (news.force !== undefined && news.force !== inputs.force) {
    return { changes: true, paths: [...moving, "force"] };
  }
  if (moving.length > 0) return { changes: true, paths: [...moving] };
  return { changes: !isSettled(outputs, news.taskDefinition), paths: [] };
}

/** Our last rollout ended well, on this revision, and ECS has not judged it otherwise since. */
function isSettled(outputs: Partial<RolloutOutputs>, wanted: string | undefined): boolean {
  const { outcome, taskDefinition, live } = outputs;
  if (!outcome || !isSuccess(outcome) || taskDefinition !== wanted) return false;
  return live?.rolloutState !== "FAILED";
}
