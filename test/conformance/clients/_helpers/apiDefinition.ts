/** A task definition for Fargate with a bit of everything, as RegisterTaskDefinition takes it. */
export const apiDefinition = {
  family: "api",
  taskRoleArn: "arn:aws:iam::123456789012:role/api",
  executionRoleArn: "arn:aws:iam::123456789012:role/pull",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  cpu: "256",
  memory: "512",
  runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
  ephemeralStorage: { sizeInGiB: 30 },
  volumes: [{ name: "scratch", host: {} }],
  placementConstraints: [],
  containerDefinitions: [
    {
      name: "api",
      image: "registry.test/api:1",
      essential: true,
      command: ["serve", "--port", "8080"],
      environment: [
        { name: "EMPTY", value: "" },
        { name: "TEXT", value: 'a "b" ü\n$c' },
      ],
      secrets: [{ name: "KEY", valueFrom: "arn:aws:ssm:us-east-1:123456789012:parameter/key" }],
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }],
      dockerLabels: { "com.datadoghq.tags.version": "1" },
      healthCheck: {
        command: ["CMD-SHELL", "exit 0"],
        interval: 30,
        timeout: 5,
        retries: 3,
        startPeriod: 10,
      },
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-group": "/api", "awslogs-region": "us-east-1" },
      },
      stopTimeout: 30,
    },
  ],
  tags: [{ key: "team", value: "a" }],
};
