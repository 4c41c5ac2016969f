import type { EcsApi } from "../../ecs/ecsApi";
import { findServiceDeployment } from "../../ecs/rollout/findServiceDeployment";
import type { Clock } from "../../support/clock";
import { withDeadline } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import { messages } from "../io/messages";
import type { IoHost } from "../io/ioHost";
import type { ReleaseReport, ServiceReport } from "./releaseReport";

/** A CI gives a cancelled run about 10 s altogether. */
const patienceMs = 4000;

/**
 * After a cancelled release: asks ECS to stop every rollout that is still in flight, with a
 * rollback, and does not wait for it. Services that were done stay, and that is said. Never rejects.
 */
export async function stopInFlight(
  { ecs, clock, io }: { ecs: EcsApi; clock: Clock; io: IoHost },
  report: ReleaseReport,
): Promise<ReleaseReport> {
  const services = await Promise.all(
    report.services.map(async (service): Promise<ServiceReport> => {
      const { detail, deploymentId, service: name, from = "its old revision" } = service;
      if (detail?.kind === "deployed") {
        return {
          ...service,
          now: `${service.now ?? ""}: it was done before the cancel, and stays`,
        };
      }
      if (detail?.kind !== "cancelled" || deploymentId === undefined) return service;
      try {
        await withDeadline(clock, patienceMs, `Stopping ${name}`, (signal) =>
          stop(ecs, report.cluster, name, deploymentId, signal),
        );
        return { ...service, now: `going back to ${from}: ECS was asked to, nobody waited` };
      } catch (error) {
        const message = `could not be stopped, and goes on: ${messageOf(error)}`;
        io.notify(messages.warning({ service: name, message }));
        return { ...service, now: `${service.now ?? ""}; it ${message}` };
      }
    }),
  );
  return { ...report, services, warnings: [...report.warnings, ...mixed(services, report)] };
}

/** What had ended is a deployment of its own to undo, which nobody would be there to watch. */
function mixed(
  services: readonly ServiceReport[],
  { environment }: Pick<ReleaseReport, "environment">,
): string[] {
  const stay = services.flatMap(({ detail, service, to = "the new revision" }) =>
    detail?.kind === "deployed" ? [`${service} on ${to}`] : [],
  );
  if (stay.length === 0) return [];
  return [
    `Not the whole release is taken back: ${stay.join(", ")}. To go back with these: slipway rollback ${environment}; to go on: slipway up ${environment}`,
  ];
}

async function stop(
  ecs: EcsApi,
  cluster: string,
  name: string,
  deploymentId: string,
  signal: AbortSignal,
): Promise<void> {
  const { services } = await ecs.describeServices(cluster, [name], signal);
  const [service] = services;
  const found =
    service && (await findServiceDeployment(ecs, cluster, service, deploymentId, signal));
  if (found?.serviceDeploymentArn === undefined) {
    throw new Error(`ECS has no record of the deployment ${deploymentId} (any more).`);
  }
  await ecs.stopServiceDeployment(found.serviceDeploymentArn, signal);
}
