import type { Service } from "@aws-sdk/client-ecs";
import { primaryOf } from "../../targets/ecs/watch/snapshot";

/** Whether a service has a deployment that has not ended. */
export function isMoving(service: Service): boolean {
  const { deployments = [] } = service;
  return deployments.length > 1 || primaryOf(service)?.rolloutState === "IN_PROGRESS";
}
