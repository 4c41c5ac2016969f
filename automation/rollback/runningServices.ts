import type { Settings } from "../../config/settings";
import { describeServices } from "../../targets/ecs/services";
import { primaryOf } from "../../targets/ecs/watch/snapshot";
import type { ActionContext } from "../release/context";
import type { StackState } from "../workspace/stackState";
import type { RunningService } from "./planRollback";

/** What services run now, and what the state remembers of them; one for each name, in that order. */
export async function runningServices(
  { ecs, signal }: Pick<ActionContext, "ecs" | "signal">,
  { aws, cluster }: Pick<Settings, "aws" | "cluster">,
  names: readonly string[],
  { rollouts }: StackState,
): Promise<RunningService[]> {
  const found = await describeServices(ecs(aws), cluster, names, signal);
  return names.map((service): RunningService => {
    const live = found.get(service);
    const primary = live && primaryOf(live);
    const gone = live?.status === "INACTIVE";
    return {
      service,
      taskDefinition: gone ? undefined : (primary?.taskDefinition ?? live?.taskDefinition),
      deploymentId: primary?.id,
      newest: newestOf(primary?.rolloutState),
      state: rollouts.find((one) => one.service === service),
    };
  });
}

function newestOf(rolloutState: string | undefined): RunningService["newest"] {
  if (rolloutState === "FAILED") return "failed";
  return rolloutState === "IN_PROGRESS" ? "moving" : undefined;
}
