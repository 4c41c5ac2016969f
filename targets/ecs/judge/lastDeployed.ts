import type { Service } from "@aws-sdk/client-ecs";
import { revisionName } from "../taskDefinition/revisionName";
import { primaryOf } from "../watch/snapshot";

/**
 * `family:n` of the newest deployment that got through, where the service is on one that did not
 * (yet): what it is to go back to when the next one fails as well. Undefined where it runs what was
 * deployed last, where nothing else has got through, and behind a Classic Load Balancer, where
 * there is no state to read.
 */
export function lastDeployed(service: Service): string | undefined {
  const state = primaryOf(service)?.rolloutState;
  if (state === undefined || state === "COMPLETED") return undefined;
  const [newest] = (service.deployments ?? [])
    .filter(({ rolloutState }) => rolloutState === "COMPLETED")
    .sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
  return newest?.taskDefinition && revisionName(newest.taskDefinition);
}
