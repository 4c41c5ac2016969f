import type { TaskDefinition } from "../state/taskDefinition";
import type { Attribute } from "../shapes";

const ecr = /\.dkr\.ecr[.-]/;

/** The attributes that a container instance must offer: the common part of ECS's list. */
export function requiredAttributes({ content }: TaskDefinition): Attribute[] {
  const names = new Set(["com.amazonaws.ecs.capability.docker-remote-api.1.18"]);
  if (content.networkMode === "awsvpc") names.add("ecs.capability.task-eni");
  if (content.taskRoleArn) names.add("com.amazonaws.ecs.capability.task-iam-role");
  for (const container of content.containerDefinitions) {
    const driver = container.logConfiguration?.logDriver;
    if (driver) names.add(`com.amazonaws.ecs.capability.logging-driver.${driver}`);
    if (container.healthCheck) names.add("ecs.capability.container-health-check");
    if (container.dependsOn?.length) names.add("ecs.capability.container-ordering");
    if (container.secrets?.some((s) => s.valueFrom.includes(":secretsmanager:"))) {
      names.add("ecs.capability.secrets.asm.environment-variables");
    }
    if (container.secrets?.some((s) => !s.valueFrom.includes(":secretsmanager:"))) {
      names.add("ecs.capability.secrets.ssm.environment-variables");
    }
    if (ecr.test(container.image ?? "")) {
      names.add("com.amazonaws.ecs.capability.ecr-auth");
      if (content.executionRoleArn) names.add("ecs.capability.execution-role-ecr-pull");
    }
  }
  return [...names].map((name) => ({ name }));
}
