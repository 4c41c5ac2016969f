import type { CreateServiceRequest } from "../shapes";
import type { TaskDefinition } from "./taskDefinition";

/** The members of a service that a deployment fixes: changing one of them needs a new revision (api/UpdateService). */
export type RevisionSettings = Pick<
  CreateServiceRequest,
  | "launchType"
  | "capacityProviderStrategy"
  | "platformVersion"
  | "networkConfiguration"
  | "loadBalancers"
  | "serviceRegistries"
  | "serviceConnectConfiguration"
  | "volumeConfigurations"
  | "vpcLatticeConfigurations"
>;

/** A service revision: fixed when its deployment begins, except for the digests. */
export interface ServiceRevision {
  arn: string;
  /** Those of the deployment `ecs-svc/N` that it was made for. */
  digits: string;
  taskDefinition: TaskDefinition;
  settings: RevisionSettings;
  /** By container, once the first task has established them (dg/deployment-type-ecs). */
  digests: Map<string, string>;
  /** `open`: one task at a time until digests are known; `settled`: known, or not wanted, or given up. */
  digestState: "open" | "settled";
  digestAttempts: number;
  createdAt: number;
}
