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
import type { ReleaseReport, ServiceReport } from "../report/releaseReport";

/** A CI gives a cancelled run about 10 s altogether. */
const patienceMs = 4000;

/** Left on the way to the new revision; what ECS takes back already is not. */
const moving: readonly (OutcomeKind | undefined)[] = [
  "cancelled",
  "abandoned",
  "timed out",
  "unknown",
];

/**
 * After a cancelled release: asks ECS to stop every rollout that is still in flight, with a
 * rollback, and does not wait for it. Services that were done stay, and that is said. Never rejects.
 */
export async function stopInFlight(
  { ecs, clock, io }: { ecs: EcsApi; clock: Clock; io: IoHost },
  report: ReleaseReport,
): Promise<ReleaseReport> {
  const { cluster, environment } = report;
  const ends = await Promise.all(
    report.services.map(async (service): Promise<{ service: ServiceReport; stays?: boolean }> => {
      const { detail, service: name, from = "its old revision", to } = service;
      const stays = (now = "") => ({
        service: { ...service, now: `${now}: it was done before the cancel, and stays` },
        stays: true,
      });
      if (detail?.kind === "deployed") return stays(service.now);
      if (!moving.includes(detail?.kind)) return { service };
      try {
        const end = await withDeadline(clock, patienceMs, `Stopping ${name}`, (signal) =>
          stop(ecs, cluster, service, signal),
        );
        if (end === "done") return stays(`on ${to ?? "the new revision"}`);
        // ECS goes back to what got through last.
        const old = service.lastDeployed ?? from;
        const asked = `going back to ${old}: ECS was asked to, nobody waited`;
        return { service: { ...service, now: end === "back" ? `back on ${old}` : asked } };
      } catch (error) {
        const message = `could not be stopped: ${messageOf(error)}`;
        io.notify(messages.warning({ service: name, message }));
        return { service: { ...service, now: `${service.now ?? ""}; it ${message}` } };
      }
    }),
  );
  const stay = ends.flatMap(({ service, stays }) => (stays ? [service] : []));
  return {
    ...report,
    services: ends.map(({ service }) => service),
    warnings: [...report.warnings, ...mixed(stay, environment)],
  };
}

/** What had ended is a deployment of its own to undo, which nobody would be there to watch. */
function mixed(stay: readonly ServiceReport[], environment: string): string[] {
  if (stay.length === 0) return [];
  const named = stay.map(({ service, to = "the new revision" }) => `${service} on ${to}`);
  return [
    `Not the whole release is taken back: ${named.join(", ")}. To go back with these: slipway rollback ${environment}; to go on: slipway up ${environment}`,
  ];
}

/** @returns what became of it: one that nobody watched any more may have ended since */
async function stop(
  ecs: EcsApi,
  cluster: string,
  { service: name, deploymentId, to }: ServiceReport,
  signal: AbortSignal,
): Promise<"asked" | "back" | "done"> {
  const { services } = await ecs.describeServices(cluster, [name], signal);
  const [service] = services;
  const primary = service && primaryOf(service);
  // One that was left while UpdateService was under way: what runs its revision is its deployment.
  const arrived = revisionName(primary?.taskDefinition ?? "") === to ? primary?.id : undefined;
  const id = deploymentId ?? arrived;
  if (id === undefined) throw new Error(`no deployment of ${to ?? "it"} is to be seen.`);
  const found = service && (await findServiceDeployment(ecs, cluster, service, id, signal));
  if (found?.serviceDeploymentArn === undefined) {
    throw new Error(`ECS has no record of the deployment ${id} (any more).`);
  }
  // Since then another deployer may have come by.
  if (found.status === "SUCCESSFUL" && primary?.id === id) return "done";
  switch (found.status) {
    case "ROLLBACK_SUCCESSFUL":
      return "back";
    case "SUCCESSFUL":
    case "STOPPED":
    case "ROLLBACK_FAILED":
      throw new Error(`its deployment ${id} is over: ${found.status}`);
    default:
      await ecs.stopServiceDeployment(found.serviceDeploymentArn, signal);
      return "asked";
  }
}
