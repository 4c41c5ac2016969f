import type { EcsApi } from "../../targets/ecs/ecsApi";
import { findServiceDeployment } from "../../targets/ecs/watch/findServiceDeployment";
import type { OutcomeKind } from "../../contract/outcome";
import { primaryOf } from "../../targets/ecs/watch/snapshot";
import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import type { Clock } from "../../support/clock";
import { withDeadline } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import { messages } from "../io/messages";
import type { IoHost } from "../io/ioHost";
import type { StopFact } from "../report/releaseFacts";
import type { Rollout } from "../report/rolloutOf";

/** A CI gives a cancelled run about 10 s altogether. */
const stopPatienceMs = 4000;

/** Still on the way to the new revision; a rollout that ECS rolls back is not. */
const moving: readonly (OutcomeKind | undefined)[] = [
  "cancelled",
  "abandoned",
  "timed out",
  "unknown",
];

interface Around {
  readonly ecs: EcsApi;
  readonly cluster: string;
  readonly clock: Clock;
  readonly io: IoHost;
}

/**
 * After a cancelled release: asks ECS to stop every rollout that is still in flight, with a
 * rollback, and does not wait for its end. Never rejects.
 * @returns by service; a service that had been deployed stays so
 */
export async function stopInFlight(
  { ecs, cluster, clock, io }: Around,
  rollouts: readonly Rollout[],
): Promise<ReadonlyMap<string, StopFact>> {
  const stops = await Promise.all(
    rollouts.map(async (rollout): Promise<[string, StopFact][]> => {
      const { service, outcome } = rollout;
      if (outcome?.kind === "deployed") return [[service, { kind: "deployed" }]];
      if (!moving.includes(outcome?.kind)) return [];
      try {
        const stopped = await withDeadline(clock, stopPatienceMs, `Stopping ${service}`, (signal) =>
          stop(ecs, cluster, rollout, signal),
        );
        return [[service, stopped]];
      } catch (error) {
        const why = messageOf(error);
        io.notify(messages.warning({ service, message: `could not be stopped: ${why}` }));
        return [[service, { kind: "failed", why }]];
      }
    }),
  );
  return new Map(stops.flat());
}

/** @throws Error where the deployment is not there, or has ended otherwise; AWS's errors */
async function stop(
  ecs: EcsApi,
  cluster: string,
  { service: name, deploymentId, to }: Rollout,
  signal: AbortSignal,
): Promise<StopFact> {
  const { services } = await ecs.describeServices(cluster, [name], signal);
  const [service] = services;
  const primary = service && primaryOf(service);
  // A rollout abandoned during UpdateService knows no deployment: the one of its revision is its own.
  const arrived = revisionName(primary?.taskDefinition ?? "") === to ? primary?.id : undefined;
  const id = deploymentId ?? arrived;
  if (id === undefined) throw new Error(`no deployment of ${to ?? "it"} is to be seen.`);
  const found = service && (await findServiceDeployment(ecs, cluster, service, id, signal));
  if (found?.serviceDeploymentArn === undefined) {
    throw new Error(`ECS has no record of the deployment ${id} (any more).`);
  }
  // Another deployer may have taken over since, so success counts only for the primary deployment.
  if (found.status === "SUCCESSFUL" && primary?.id === id) return { kind: "deployed" };
  switch (found.status) {
    case "ROLLBACK_SUCCESSFUL":
      return { kind: "rolled back" };
    case "SUCCESSFUL":
    case "STOPPED":
    case "ROLLBACK_FAILED":
      throw new Error(`its deployment ${id} is over: ${found.status}`);
    default:
      await ecs.stopServiceDeployment(found.serviceDeploymentArn, signal);
      return { kind: "asked" };
  }
}
