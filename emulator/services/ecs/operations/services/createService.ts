import { beginDeployment } from "../../deployments/beginDeployment";
import type { Service } from "../../state/service";
import type { Ecs } from "../../createEcs";
import { invalidParameter } from "../../errors";
import { activeCluster, activeTaskDefinition } from "../../lookups";
import { deploymentConfigurationOf } from "../../rules/deploymentConfiguration";
import { checkHostDemands } from "../../rules/hostDemands";
import { checkServiceSettings, revisionSettings } from "../../rules/serviceSettings";
import { checkTags } from "../../rules/tags";
import type { CreateServiceRequest, CreateServiceResponse } from "../../shapes";
import { serviceView } from "../../views/serviceView";

/** A service and its first deployment. */
export function createService(ecs: Ecs, input: CreateServiceRequest): CreateServiceResponse {
  const cluster = activeCluster(ecs, input.cluster);
  const { serviceName: name } = input;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalidParameter("Invalid service name.");
  if ((input.clientToken?.length ?? 0) > 36) {
    throw invalidParameter("clientToken can have at most 36 characters.");
  }
  checkTags(input.tags);
  const fingerprint = JSON.stringify(input);
  const existing = ecs.store.service(cluster, name);
  if (existing?.status === "ACTIVE") {
    if (existing.fingerprint === fingerprint) return { service: serviceView(existing) };
    throw invalidParameter("Creation of service was not idempotent.");
  }
  if (existing?.status === "DRAINING") {
    throw invalidParameter("Unable to Start a service that is still Draining.");
  }
  if (!input.taskDefinition) throw invalidParameter("TaskDefinition can not be blank.");
  const taskDefinition = activeTaskDefinition(ecs, input.taskDefinition);
  const schedulingStrategy = input.schedulingStrategy ?? "REPLICA";
  const settings = revisionSettings(input);
  checkServiceSettings(settings, taskDefinition, ecs.scheduler.context.targets);
  checkHostDemands(ecs, taskDefinition);
  const service: Service = {
    name,
    arn: ecs.arns.service(cluster.name, name),
    cluster,
    status: "ACTIVE",
    // A DAEMON service runs one task on each instance: here there is one.
    desiredCount: schedulingStrategy === "DAEMON" ? 1 : (input.desiredCount ?? 0),
    schedulingStrategy,
    deploymentController: input.deploymentController?.type ?? "ECS",
    taskDefinition,
    settings,
    deploymentConfiguration: deploymentConfigurationOf(
      schedulingStrategy,
      input.deploymentConfiguration,
    ),
    options: {
      healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds,
      placementConstraints: input.placementConstraints ?? [],
      placementStrategy: input.placementStrategy ?? [],
      availabilityZoneRebalancing: input.availabilityZoneRebalancing,
      enableECSManagedTags: input.enableECSManagedTags ?? false,
      enableExecuteCommand: input.enableExecuteCommand ?? false,
      propagateTags: input.propagateTags ?? "NONE",
    },
    roleArn: serviceRole(ecs),
    tags: input.tags ?? [],
    createdBy: `arn:aws:iam::${ecs.account}:user/slipway`,
    createdAt: ecs.agenda.now(),
    fingerprint,
    deployments: [],
    serviceDeployments: [],
    revisions: new Map(),
    events: [],
    scheduling: { steady: false, lastSaid: new Map() },
  };
  if (service.desiredCount < 0) throw invalidParameter("desiredCount cannot be negative.");
  if (existing) ecs.store.forget(existing);
  ecs.store.servicesOf(cluster).set(name, service);
  beginDeployment(ecs.scheduler.context, service, { desiredCount: service.desiredCount });
  ecs.scheduler.touch(service, ecs.options.pace.firstPass);
  return { service: serviceView(service, { tags: true }) };
}

const serviceRole = ({ account }: Ecs) =>
  `arn:aws:iam::${account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`;
