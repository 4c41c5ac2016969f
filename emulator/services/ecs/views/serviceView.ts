import { launchTypeOf, platformOf } from "../rules/launchType";
import type { Deployment } from "../state/deployment";
import type { Service } from "../state/service";
import type { Service as Wire, TaskSet } from "../shapes";
import { deploymentView } from "./deploymentView";
import { seconds } from "../../../core/time";

/** A service as DescribeServices, CreateService, UpdateService and DeleteService answer it. */
export function serviceView(service: Service, { tags = false } = {}): Wire {
  const { options, settings, deployments } = service;
  const [primary] = deployments;
  const launchType = primary ? launchTypeOf(primary.revision) : (settings.launchType ?? "EC2");
  const sum = (count: (d: Deployment) => number) =>
    deployments.reduce((total, d) => total + count(d), 0);
  const byTaskSets = service.deploymentController !== "ECS";
  const current = deployments.find((d) => !ended.has(d.serviceDeployment.status));
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    loadBalancers: settings.loadBalancers ?? [],
    serviceRegistries: settings.serviceRegistries ?? [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: sum((d) => d.runningCount),
    pendingCount: sum((d) => d.pendingCount),
    ...(settings.capacityProviderStrategy?.length
      ? { capacityProviderStrategy: settings.capacityProviderStrategy }
      : { launchType }),
    ...platformOf(launchType, settings.platformVersion),
    taskDefinition: service.taskDefinition.arn,
    deploymentConfiguration: service.deploymentConfiguration,
    taskSets: byTaskSets ? deployments.map((d) => taskSetView(service, d)) : undefined,
    deployments: byTaskSets ? [] : deployments.map(deploymentView),
    roleArn: service.roleArn,
    events: service.events.map(({ id, createdAt, message }) => ({
      id,
      createdAt: seconds(createdAt),
      message,
    })),
    createdAt: seconds(service.createdAt),
    currentServiceDeployment: byTaskSets ? undefined : current?.serviceDeployment.arn,
    currentServiceRevisions: byTaskSets
      ? undefined
      : deployments.map((d) => ({
          arn: d.revision.arn,
          requestedTaskCount: d.desiredCount,
          runningTaskCount: d.runningCount,
          pendingTaskCount: d.pendingCount,
        })),
    placementConstraints: options.placementConstraints,
    placementStrategy: options.placementStrategy,
    networkConfiguration: settings.networkConfiguration,
    healthCheckGracePeriodSeconds: options.healthCheckGracePeriodSeconds,
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: { type: service.deploymentController },
    tags: tags ? service.tags : undefined,
    createdBy: service.createdBy,
    enableECSManagedTags: options.enableECSManagedTags,
    propagateTags: options.propagateTags,
    enableExecuteCommand: options.enableExecuteCommand,
    availabilityZoneRebalancing: options.availabilityZoneRebalancing,
  };
}

const ended = new Set(["SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"]);

/** What a service with another controller shows instead of deployments (api/UpdateService). */
function taskSetView(service: Service, deployment: Deployment): TaskSet {
  const id = deployment.id;
  return {
    id,
    taskSetArn: `${service.arn.replace(":service/", ":task-set/")}/${id}`,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    status: deployment.status,
    taskDefinition: deployment.revision.taskDefinition.arn,
    computedDesiredCount: deployment.desiredCount,
    pendingCount: deployment.pendingCount,
    runningCount: deployment.runningCount,
    createdAt: seconds(deployment.createdAt),
    updatedAt: seconds(deployment.updatedAt),
    launchType: launchTypeOf(deployment.revision),
    networkConfiguration: deployment.revision.settings.networkConfiguration,
    loadBalancers: deployment.revision.settings.loadBalancers ?? [],
    serviceRegistries: deployment.revision.settings.serviceRegistries ?? [],
    scale: { value: 100, unit: "PERCENT" },
    stabilityStatus: service.scheduling.steady ? "STEADY_STATE" : "STABILIZING",
  };
}
