import { primaryOf } from "../../targets/ecs/watch/snapshot";
import { describeServices } from "../../targets/ecs/services";
import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import { messageOf } from "../../support/errors";
import type { ActionContext } from "../release/context";
import type { OpenRelease } from "../release/openRelease";
import type { CutOffFact } from "../report/releaseFacts";
import type { Rollout } from "../report/rolloutOf";

/**
 * A rollout that was abandoned during UpdateService has no deployment id, so nothing tells its
 * deployment from another deployer's. Looks at what these services run: the release's revision means
 * the release's deployment; a third revision means another deployer's.
 * @returns by service; never rejects
 */
export async function findCutOff(
  { ecs, signal }: Pick<ActionContext, "ecs" | "signal">,
  { settings: { aws, cluster } }: Pick<OpenRelease, "settings">,
  rollouts: readonly Rollout[],
): Promise<ReadonlyMap<string, CutOffFact>> {
  const cutOff = rollouts.filter(isCutOff);
  if (cutOff.length === 0) return new Map();
  const names = cutOff.map(({ service }) => service);
  try {
    const live = await describeServices(ecs(aws), cluster, names, signal);
    return new Map(
      cutOff.map((rollout) => {
        const service = live.get(rollout.service);
        return [rollout.service, factOf(rollout, service && primaryOf(service))];
      }),
    );
  } catch (error) {
    const why = messageOf(error);
    return new Map(names.map((name) => [name, { kind: "unknown", why }]));
  }
}

function isCutOff({ outcome, deploymentId }: Rollout): boolean {
  return outcome?.kind === "abandoned" && deploymentId === undefined;
}

function factOf(
  { from, to }: Rollout,
  primary: { id?: string; taskDefinition?: string } | undefined,
): CutOffFact {
  if (!primary?.id) return { kind: "not begun" };
  const revision = revisionName(primary.taskDefinition ?? "");
  if (revision === to) return { kind: "begun", deploymentId: primary.id };
  if (revision === from) return { kind: "not begun" };
  return { kind: "superseded", by: primary.id, revision };
}
