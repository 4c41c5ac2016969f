import { launchTypeOf } from "../tasks/launchTasks";
import type { Deployment } from "../state/deployment";
import type { Service } from "../state/service";
import type { Deployment as Wire } from "../shapes";
import { seconds } from "./seconds";

/** A deployment as DescribeServices lists it. */
export function deploymentView(service: Service, deployment: Deployment): Wire {
  const { revision } = deployment;
  const { settings } = revision;
  const launchType = launchTypeOf(service, deployment);
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
    ...platform(launchType, settings.platformVersion),
    networkConfiguration: settings.networkConfiguration,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
    serviceConnectConfiguration: settings.serviceConnectConfiguration,
    volumeConfigurations: settings.volumeConfigurations,
    vpcLatticeConfigurations: settings.vpcLatticeConfigurations,
  };
}

/** Only Fargate has platform versions. */
export function platform(
  launchType: string,
  version?: string,
): { platformVersion?: string; platformFamily?: string } {
  if (launchType !== "FARGATE") return {};
  return { platformVersion: version ?? "LATEST", platformFamily: "Linux" };
}
