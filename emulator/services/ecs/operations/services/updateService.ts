import { beginDeployment } from "../../deployments/beginDeployment";
import type { RevisionSettings } from "../../state/serviceRevision";
import type { Service } from "../../state/service";
import type { Ecs } from "../../createEcs";
import { invalidParameter, serviceNotActive } from "../../errors";
import { activeCluster, activeTaskDefinition, anyService } from "../../lookups";
import { checkController } from "../../rules/controller";
import { deploymentConfigurationOf } from "../../rules/deploymentConfiguration";
import { checkHostDemands } from "../../rules/hostDemands";
import { checkServiceSettings, revisionSettings } from "../../rules/serviceSettings";
import type { UpdateServiceRequest, UpdateServiceResponse } from "../../shapes";
import { serviceView } from "../../views/serviceView";

const mostDeployments = 5;

/**
 * Changes a service; a new deployment only where something changes that a revision fixes, or when forced
 * (api/UpdateService).
 */
export function updateService(ecs: Ecs, input: UpdateServiceRequest): UpdateServiceResponse {
  const cluster = activeCluster(ecs, input.cluster);
  const service = anyService(ecs, cluster, input.service);
  if (service.status !== "ACTIVE") throw serviceNotActive();
  checkController(service, input);
  const taskDefinition =
    input.taskDefinition === undefined
      ? service.taskDefinition
      : named(ecs, service, input.taskDefinition);
  const { capacityProviderStrategy, ...given } = revisionSettings(input);
  const settings = { ...service.settings, ...given };
  if (capacityProviderStrategy) settings.capacityProviderStrategy = capacityProviderStrategy;
  if (capacityProviderStrategy?.length) settings.launchType = undefined;
  checkServiceSettings(settings, taskDefinition, ecs.scheduler.context.targets);
  checkHostDemands(ecs, taskDefinition);
  const configuration = deploymentConfigurationOf(
    service.schedulingStrategy,
    input.deploymentConfiguration,
    service.deploymentConfiguration,
  );
  const desiredCount = desiredCountOf(service, input);
  const force = input.forceNewDeployment ?? false;
  const anew =
    force || taskDefinition !== service.taskDefinition || differ(given, service.settings) || false;
  if (anew && service.deployments.length >= mostDeployments) {
    throw invalidParameter("5 active deployments exist, unable to create new deployment.");
  }
  ecs.staleReads.remember(service);
  service.deploymentConfiguration = configuration;
  service.desiredCount = desiredCount;
  changeOptions(service, input);
  service.settings = settings;
  if (anew) {
    service.taskDefinition = taskDefinition;
    const first = ecs.options.firstDesired === "full" ? desiredCount : 0;
    beginDeployment(ecs.scheduler.context, service, { desiredCount: first, force });
  }
  ecs.scheduler.touch(service, ecs.options.pace.firstPass);
  return { service: serviceView(service, { tags: true }) };
}

/** The service's own revision may be INACTIVE: naming it changes nothing (api/DeregisterTaskDefinition). */
function named(ecs: Ecs, service: Service, reference: string) {
  const own = ecs.store.taskDefinition(reference);
  return own === service.taskDefinition ? own : activeTaskDefinition(ecs, reference);
}

function desiredCountOf(service: Service, { desiredCount }: UpdateServiceRequest): number {
  if (desiredCount === undefined) return service.desiredCount;
  if (desiredCount < 0) throw invalidParameter("desiredCount cannot be negative.");
  if (service.schedulingStrategy === "DAEMON") {
    throw invalidParameter("desiredCount cannot be set for services with the DAEMON strategy.");
  }
  return desiredCount;
}

function differ(given: RevisionSettings, current: RevisionSettings): boolean {
  return (Object.keys(given) as (keyof RevisionSettings)[]).some(
    (key) =>
      given[key] !== undefined && JSON.stringify(given[key]) !== JSON.stringify(current[key]),
  );
}

function changeOptions(service: Service, input: UpdateServiceRequest): void {
  const { options } = service;
  service.options = {
    healthCheckGracePeriodSeconds:
      input.healthCheckGracePeriodSeconds ?? options.healthCheckGracePeriodSeconds,
    placementConstraints: input.placementConstraints ?? options.placementConstraints,
    placementStrategy: input.placementStrategy ?? options.placementStrategy,
    availabilityZoneRebalancing:
      input.availabilityZoneRebalancing ?? options.availabilityZoneRebalancing,
    enableECSManagedTags: input.enableECSManagedTags ?? options.enableECSManagedTags,
    enableExecuteCommand: input.enableExecuteCommand ?? options.enableExecuteCommand,
    propagateTags: input.propagateTags ?? options.propagateTags,
  };
}
