import { checkDigests } from "../../targets/ecs/digests/checkDigests";
import { isSuccess } from "../../contract/outcome";
import { changesBetween, identityChanges } from "../difference";
import { isUnknownAt, UNKNOWN } from "../properties";
import type { Difference, Old } from "../resource";
import { sameClusterAs } from "./sameClusterAs";
import type { RolloutInputs, RolloutOutputs } from "./rolloutInputs";

/**
 * Whether the service has to be moved, or a movement to be watched to its end. The old inputs hold
 * the live revision, the outputs what the last rollout came to. Other limits or another commit for
 * the same revision move nothing: the state takes them over as they are.
 */
export function needsRollout(
  { inputs, outputs }: Old<RolloutInputs, RolloutOutputs>,
  news: Partial<RolloutInputs>,
): Difference {
  const before = movingInputs(inputs);
  // One that is not known yet may be another.
  const taskDefinition = news.taskDefinition ?? UNKNOWN;
  const after = movingInputs(sameClusterAs(inputs, { ...news, taskDefinition }));
  const forced = news.force !== undefined && news.force !== inputs.force;
  const rebuilt = isRebuilt({ inputs, outputs }, news);
  const changed = changesBetween(
    {
      ...before,
      ...(forced && { force: inputs.force }),
      ...(rebuilt && { digests: inputs.digests }),
    },
    { ...after, ...(forced && { force: news.force }), ...(rebuilt && { digests: news.digests }) },
  );
  const changes =
    Object.keys(changed).length > 0 || rebuilt || !isSettled(outputs, news.taskDefinition);
  // A rollout of one service tells nothing of another one.
  const replaces = identityChanges(changed, ["cluster", "service"]);
  return { changes, inputs: changed, ...(replaces.length > 0 && { replaces }) };
}

/**
 * The same revision, but its tag names another image than the one that runs, or one that is not
 * known yet because it is being built. ECS looks a tag up only for a new deployment.
 */
export function isRebuilt(
  { inputs, outputs }: Old<RolloutInputs, RolloutOutputs>,
  { digests }: Partial<RolloutInputs>,
): boolean {
  if (digests === undefined || isUnknownAt({ digests }, ["digests"])) {
    return inputs.digests !== undefined;
  }
  return checkDigests(outputs.runningDigests ?? {}, digests).result === "different";
}

function movingInputs({ cluster, service, taskDefinition }: Partial<RolloutInputs>) {
  return { cluster, service, taskDefinition };
}

/** Our last rollout ended well, on this revision, and ECS has not begun or judged it anew since. */
function isSettled(outputs: Partial<RolloutOutputs>, wanted: string | undefined): boolean {
  const { outcome, taskDefinition, rolloutState } = outputs;
  if (!outcome || !isSuccess(outcome) || taskDefinition !== wanted) return false;
  return rolloutState === undefined;
}
