import type { TargetGroups } from "../ports/targetGroups";
import type { TaskDefinition } from "../state/taskDefinition";
import { invalidParameter, unsupportedFeature } from "../errors";
import type { LoadBalancer } from "../shapes";

/** @throws InvalidParameterException where a service can't be behind this load balancer */
export function checkLoadBalancer(
  { loadBalancerName, targetGroupArn, containerName, containerPort }: LoadBalancer,
  { content }: TaskDefinition,
  targets: TargetGroups,
): void {
  if (loadBalancerName !== undefined) {
    throw unsupportedFeature("Classic Load Balancers are not modelled by this emulator.");
  }
  if (targetGroupArn === undefined) throw invalidParameter("targetGroupArn can not be blank.");
  if (containerName === undefined) throw invalidParameter("Container Name can not be blank.");
  if (containerPort === undefined) throw invalidParameter("Container Port can not be blank.");
  const container = content.containerDefinitions.find(({ name }) => name === containerName);
  if (!container) {
    throw invalidParameter(`The container ${containerName} does not exist in the task definition.`);
  }
  if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort)) {
    throw invalidParameter(
      `The container ${containerName} did not have a container port ${containerPort} defined.`,
    );
  }
  const use = targets.use(targetGroupArn);
  if (!use) {
    throw invalidParameter(
      `The target group with targetGroupArn ${targetGroupArn} does not exist.`,
    );
  }
  if (content.networkMode === "awsvpc" && use.targetType !== "ip") {
    throw invalidParameter(
      `The provided target group ${targetGroupArn} has target type ${use.targetType}, which is incompatible with the awsvpc network mode specified in the task definition.`,
    );
  }
  if (!use.balanced) {
    throw invalidParameter(
      `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
    );
  }
}
