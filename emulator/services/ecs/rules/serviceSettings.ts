import type { TargetGroups } from "../ports/targetGroups";
import type { RevisionSettings } from "../state/serviceRevision";
import type { TaskDefinition } from "../state/taskDefinition";
import { invalidParameter } from "../errors";
import type { CreateServiceRequest } from "../shapes";
import { checkLoadBalancer } from "./loadBalancers";

/** Those members of a request that a service revision fixes; absent ones are left out. */
export function revisionSettings(input: Partial<CreateServiceRequest>): RevisionSettings {
  const settings: RevisionSettings = {
    launchType: input.launchType,
    capacityProviderStrategy: input.capacityProviderStrategy,
    platformVersion: input.platformVersion,
    networkConfiguration: input.networkConfiguration,
    loadBalancers: input.loadBalancers,
    serviceRegistries: input.serviceRegistries,
    serviceConnectConfiguration: input.serviceConnectConfiguration,
    volumeConfigurations: input.volumeConfigurations,
    vpcLatticeConfigurations: input.vpcLatticeConfigurations,
  };
  for (const key of Object.keys(settings) as (keyof RevisionSettings)[]) {
    if (settings[key] === undefined) Reflect.deleteProperty(settings, key);
  }
  return settings;
}

/** @throws InvalidParameterException where settings and task definition don't fit together */
export function checkServiceSettings(
  settings: RevisionSettings,
  definition: TaskDefinition,
  targets: TargetGroups,
): void {
  const { launchType, capacityProviderStrategy, networkConfiguration } = settings;
  if (launchType && capacityProviderStrategy?.length) {
    throw invalidParameter("Specify either Launch Type or Capacity Provider Strategy, not both.");
  }
  checkNetwork(definition, networkConfiguration?.awsvpcConfiguration !== undefined);
  for (const balancer of settings.loadBalancers ?? []) {
    checkLoadBalancer(balancer, definition, targets);
  }
}

/** Tasks with a network interface of their own need a subnet, others may not have one. */
export function checkNetwork(definition: TaskDefinition, configured: boolean): void {
  const own = definition.content.networkMode === "awsvpc";
  if (own && !configured) {
    throw invalidParameter(
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
  }
  if (!own && configured) {
    throw invalidParameter(
      "Network Configuration is not valid for the given networkMode of this task definition.",
    );
  }
}
