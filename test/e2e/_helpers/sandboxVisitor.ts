import { execFile } from "node:child_process";
import { copyFile, mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECRClient } from "@aws-sdk/client-ecr";
import {
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type RegisterTaskDefinitionCommandInput,
  type Task,
} from "@aws-sdk/client-ecs";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { Sandbox } from "../../../sandbox/startSandbox";
import { sandboxKey } from "../../_helpers/sandboxKeys";
import { systemClock } from "../../../support/clock";
import { readToolchain } from "../../../toolchain/manifest";

const run = promisify(execFile);

/** What tests do with one sandbox, as its users would; tasks are in the cluster `c`. */
export function sandboxVisitor(sandbox: Sandbox) {
  const { endpoint, region, registryHost = "", env } = sandbox.state;
  const settings = {
    endpoint,
    region,
    credentials: sandboxKey(sandbox.state),
  };
  const ecs = new ECSClient(settings);
  const network = { awsvpcConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"] } };
  const describe = async (taskArn: string): Promise<Task> => {
    const answer = await ecs.send(new DescribeTasksCommand({ cluster: "c", tasks: [taskArn] }));
    return answer.tasks![0]!;
  };
  return {
    ecs,
    ecr: new ECRClient(settings),
    logs: new CloudWatchLogsClient(settings),
    secrets: new SecretsManagerClient(settings),
    ssm: new SSMClient(settings),
    repository: `${registryHost}/app`,
    env: { ...process.env, ...env },
    describe,
    async runTask(definition: RegisterTaskDefinitionCommandInput): Promise<string> {
      await ecs.send(
        new RegisterTaskDefinitionCommand({
          networkMode: "awsvpc",
          requiresCompatibilities: ["FARGATE"],
          cpu: "256",
          memory: "512",
          executionRoleArn: "arn:aws:iam::123456789012:role/execution",
          ...definition,
        }),
      );
      const { tasks } = await ecs.send(
        new RunTaskCommand({
          cluster: "c",
          taskDefinition: definition.family,
          launchType: definition.requiresCompatibilities?.[0] ?? "FARGATE",
          networkConfiguration: network,
        }),
      );
      return tasks![0]!.taskArn!;
    },
    async until(taskArn: string, wanted: (task: Task) => boolean): Promise<Task> {
      const deadline = systemClock.now() + 60_000;
      for (;;) {
        const task = await describe(taskArn);
        if (wanted(task)) return task;
        if (systemClock.now() > deadline) {
          throw new Error(`The task stays as it is: ${JSON.stringify(task)}`);
        }
        await systemClock.sleep(100);
      }
    },
  };
}
export type SandboxVisitor = ReturnType<typeof sandboxVisitor>;

/** Builds a small busybox image and pushes it with `login`'s Docker config. */
export async function push(
  v: SandboxVisitor,
  context: string,
  login = v.env.DOCKER_CONFIG,
): Promise<void> {
  const env = { ...v.env, DOCKER_CONFIG: login };
  await run("buildx", ["build", "--push", "-t", `${v.repository}:one`, context], { env });
}

/** A folder below `folder` with a Dockerfile of busybox and its applets. */
export async function buildContext(folder: string): Promise<string> {
  const context = await mkdtemp(path.join(folder, "context-"));
  await copyFile(readToolchain().busybox.path, path.join(context, "busybox"));
  await writeFile(
    path.join(context, "Dockerfile"),
    'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "--install", "-s", "/bin"]\nWORKDIR /www\n',
  );
  return context;
}

/** To the group `/app`. */
export const logConfiguration = {
  logDriver: "awslogs" as const,
  options: {
    "awslogs-group": "/app",
    "awslogs-region": "us-east-1",
    "awslogs-stream-prefix": "p",
  },
};
