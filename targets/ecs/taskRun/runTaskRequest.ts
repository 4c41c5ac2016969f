import type { RunTaskRequest, Service } from "@aws-sdk/client-ecs";
import type { TaskNetwork, TaskRunRequest } from "./taskRun";

/** A task like those of the service, but with another command in one container. */
export function runTaskRequest(
  { cluster, taskDefinition, container, command, network, startedBy }: TaskRunRequest,
  service: Service,
  clientToken: string,
): RunTaskRequest {
  const { capacityProviderStrategy = [], launchType, platformVersion } = service;
  const networkConfiguration = network ? ownNetwork(network) : service.networkConfiguration;
  return {
    cluster,
    taskDefinition,
    startedBy,
    clientToken,
    ...(capacityProviderStrategy.length > 0
      ? { capacityProviderStrategy }
      : launchType !== undefined && { launchType }),
    ...(platformVersion !== undefined && { platformVersion }),
    ...(networkConfiguration && { networkConfiguration }),
    overrides: { containerOverrides: [{ name: container, command: [...command] }] },
  };
}

function ownNetwork({
  subnets,
  securityGroups,
  assignPublicIp,
}: TaskNetwork): RunTaskRequest["networkConfiguration"] {
  return {
    awsvpcConfiguration: {
      subnets: [...subnets],
      ...(securityGroups && { securityGroups: [...securityGroups] }),
      ...(assignPublicIp !== undefined && {
        assignPublicIp: assignPublicIp ? "ENABLED" : "DISABLED",
      }),
    },
  };
}
