import { launchTypeOf, platformOf } from "../rules/launchType";
import type { Deployment } from "../state/deployment";
import type { Deployment as Wire } from "../shapes";
import { seconds } from "../../../core/time";

/** A deployment as DescribeServices lists it. */
export function deploymentView(deployment: Deployment): Wire {
  const { revision } = deployment;
  const { settings } = revision;
  const launchType = launchTypeOf(revision);
  const strategy = settings.capacityProviderStrategy;
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: revision.taskDefinition.arn,
    desiredCount: deployment.desiredCount,
    pendingCount: deployment.pendingCount,
    runningCount: deployment.runningCount,
    failedTasks: deployment.failedTasks,
    createdAt: seconds(deployment.createdAt),
    updatedAt: seconds(deployment.updatedAt),
    ...(strategy?.length ? { capacityProviderStrategy: strategy } : { launchType }),
    ...platformOf(launchType, settings.platformVersion),
    networkConfiguration: settings.networkConfiguration,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
    serviceConnectConfiguration: settings.serviceConnectConfiguration,
    volumeConfigurations: settings.volumeConfigurations,
    vpcLatticeConfigurations: settings.vpcLatticeConfigurations,
  };
}
