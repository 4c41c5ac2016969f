import { primaryOf } from "../../targets/ecs/watch/snapshot";
import { describeServices } from "../../targets/ecs/services";
import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import { messageOf } from "../../support/errors";
import type { ActionContext } from "../release/context";
import type { OpenRelease } from "../release/openRelease";
import type { ServiceReport } from "../report/releaseReport";
import { whereNow } from "../report/describeLocation";

/**
 * A rollout that was abandoned while its UpdateService was under way knows no deployment of its own,
 * and nothing would tell it from another deployer's. Looks what the services run: on the release's
 * revision, that is its deployment; on neither that nor the one before, somebody else's.
 * @returns all services of the report, in their order; never rejects
 */
export async function findCutOff(
  { ecs, signal }: Pick<ActionContext, "ecs" | "signal">,
  { settings: { aws, cluster } }: Pick<OpenRelease, "settings">,
  services: readonly ServiceReport[],
): Promise<readonly ServiceReport[]> {
  const names = services.filter(isCutOff).map(({ service }) => service);
  if (names.length === 0) return services;
  try {
    const live = await describeServices(ecs(aws), cluster, names, signal);
    return services.map((service) => {
      const found = live.get(service.service);
      const primary = found && primaryOf(found);
      if (!isCutOff(service) || !primary?.id) return service;
      const revision = revisionName(primary.taskDefinition ?? "");
      if (revision === service.to) return { ...service, deploymentId: primary.id };
      if (revision === service.from) return service;
      const detail = { kind: "superseded", by: primary.id, revision } as const;
      const reason = `Given up as a sibling failed; another deployment (${primary.id} of ${revision}) has taken over.`;
      return changed(service, detail, reason);
    });
  } catch (error) {
    const reason = `Given up as a sibling failed, and left alone, as nobody can say what it runs: ${messageOf(error)}`;
    return services.map((one) => (isCutOff(one) ? changed(one, { kind: "unknown" }, reason) : one));
  }
}

function isCutOff({ detail, deploymentId }: ServiceReport): boolean {
  return detail?.kind === "abandoned" && deploymentId === undefined;
}

function changed(
  service: ServiceReport,
  detail: NonNullable<ServiceReport["detail"]>,
  reason: string,
): ServiceReport {
  const after = { ...service, outcome: detail.kind, detail, reason };
  return { ...after, now: whereNow(after) };
}
