import type { ServiceDeployment } from "../state/deployment";

type Final = "SUCCESSFUL" | "STOPPED" | "ROLLBACK_SUCCESSFUL" | "ROLLBACK_FAILED";

/** Ends a ServiceDeployment and its monitors (dg/service-deployment). */
export function endServiceDeployment(
  serviceDeployment: ServiceDeployment,
  status: Final,
  now: number,
): void {
  serviceDeployment.status = status;
  serviceDeployment.finishedAt = now;
  serviceDeployment.updatedAt = now;
  if (status === "STOPPED") serviceDeployment.stoppedAt = now;
  if (serviceDeployment.breakerStatus === "MONITORING") {
    serviceDeployment.breakerStatus = "MONITORING_COMPLETE";
  }
  if (serviceDeployment.alarms.status === "MONITORING") {
    serviceDeployment.alarms.status = "MONITORING_COMPLETE";
  }
}
