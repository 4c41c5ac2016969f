import type { ContainerSpec, TaskSpec } from "../../../emulator/tasks/taskRuntime";

export const containerSpec = (rest: Partial<ContainerSpec> = {}): ContainerSpec => ({
  name: "web",
  image: "app:one",
  essential: true,
  environment: [],
  secrets: [],
  portMappings: [],
  stopTimeout: 30,
  dependsOn: [],
  definition: {},
  ...rest,
});

export const taskSpec = (rest: Partial<TaskSpec> = {}): TaskSpec => ({
  taskArn: "arn:aws:ecs:us-east-1:123456789012:task/main/0f",
  taskId: "0f",
  clusterArn: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
  clusterName: "main",
  family: "app",
  revision: 3,
  launchType: "FARGATE",
  availabilityZone: "us-east-1a",
  volumes: [],
  containers: [containerSpec()],
  ...rest,
});
