import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";

const account = "arn:aws:ecs:us-east-1:123456789012";

/** A task definition's ARN of `family:n`. */
export function arnOf(revision: string): string {
  return `${account}:task-definition/${revision}`;
}

export function deployment(overrides: Partial<Deployment> = {}): Deployment {
  return {
    id: "ecs-svc/1",
    status: "PRIMARY",
    taskDefinition: arnOf("web:1"),
    desiredCount: 2,
    runningCount: 0,
    pendingCount: 0,
    failedTasks: 0,
    createdAt: new Date("2026-01-01T00:00:00Z"),
    rolloutState: "IN_PROGRESS",
    ...overrides,
  };
}

/** A steady service on `web:1`, unless told otherwise. */
export function service(overrides: Partial<Service> = {}): Service {
  const serviceName = overrides.serviceName ?? "web";
  const steady = deployment({
    createdAt: new Date("2025-12-01T00:00:00Z"),
    runningCount: 2,
    rolloutState: "COMPLETED",
  });
  const deployments = overrides.deployments ?? [steady];
  return {
    serviceName,
    serviceArn: `${account}:service/main/${serviceName}`,
    clusterArn: `${account}:cluster/main`,
    status: "ACTIVE",
    desiredCount: 2,
    runningCount: deployments.reduce((sum, d) => sum + (d.runningCount ?? 0), 0),
    pendingCount: 0,
    taskDefinition: deployments.find((d) => d.status === "PRIMARY")?.taskDefinition,
    events: [],
    ...overrides,
    deployments,
  };
}

export function serviceDeployment(
  deploymentId: string,
  overrides: Partial<ServiceDeployment> = {},
): ServiceDeployment {
  const digits = deploymentId.replace("ecs-svc/", "");
  return {
    serviceDeploymentArn: `${account}:service-deployment/main/web/d${digits}`,
    targetServiceRevision: { arn: serviceRevisionArn("web", deploymentId) },
    status: "IN_PROGRESS",
    ...overrides,
  };
}

export function serviceRevisionArn(serviceName: string, deploymentId: string): string {
  return `${account}:service-revision/main/${serviceName}/${deploymentId.replace("ecs-svc/", "")}`;
}
