import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  type RegisterTaskDefinitionCommandInput,
  type Task,
} from "@aws-sdk/client-ecs";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { isRunning } from "../../automation/sandbox/processTable";
import { startSandbox, type Sandbox } from "../../automation/sandbox/startSandbox";
import { sandboxStatus } from "../../automation/sandbox/sandboxStatus";
import { stopSandbox } from "../../automation/sandbox/stopSandbox";
import { systemClock } from "../../support/clock";
import { commandsWith, remainsOf } from "../_helpers/sandboxRemains";
import { readToolchain } from "../../toolchain/manifest";

const run = promisify(execFile);

/** What the tests do with one sandbox, as its users would. */
function visitor(sandbox: Sandbox) {
  const { endpoint, region, registryHost = "", env } = sandbox.state;
  const settings = {
    endpoint,
    region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
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
          launchType: "FARGATE",
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
type Visitor = ReturnType<typeof visitor>;

/** Tells the processes of our containers from everybody else's: no path of the sandbox is in their command. */
const sleeping = "7654321";

/** Builds a small busybox image and pushes it with `login`'s Docker config. */
async function push(v: Visitor, context: string, login = v.env.DOCKER_CONFIG): Promise<void> {
  const env = { ...v.env, DOCKER_CONFIG: login };
  await run("buildx", ["build", "--push", "-t", `${v.repository}:one`, context], { env });
}

async function buildContext(folder: string): Promise<string> {
  const context = await mkdtemp(path.join(folder, "context-"));
  await copyFile(readToolchain().busybox.path, path.join(context, "busybox"));
  await writeFile(
    path.join(context, "Dockerfile"),
    'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "--install", "-s", "/bin"]\nWORKDIR /www\n',
  );
  return context;
}

const logConfiguration = {
  logDriver: "awslogs" as const,
  options: {
    "awslogs-group": "/app",
    "awslogs-region": "us-east-1",
    "awslogs-stream-prefix": "p",
  },
};

describe("a sandbox", function () {
  this.timeout(180_000);
  let folder: string;
  let dir: string;
  let context: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-sandbox-"));
    context = await buildContext(folder);
    dir = path.join(folder, "sandbox");
  });
  after(async () => {
    await stopSandbox({ dir });
    await rm(folder, { recursive: true, force: true });
  });

  describe("in use", () => {
    let sandbox: Sandbox;
    let v: Visitor;

    before(async () => {
      sandbox = await startSandbox({ dir, timeScale: 20 });
      v = visitor(sandbox);
      await v.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
      await v.logs.send(new CreateLogGroupCommand({ logGroupName: "/app" }));
    });

    it("says that it runs, and refuses a second one in its folder", async () => {
      expect(await sandboxStatus({ dir })).to.include({ status: "running" });
      const second = await startSandbox({ dir }).catch((error: unknown) => error);
      expect(second).to.have.property("code", "SANDBOX_RUNNING");
    });

    it("takes no push to a repository that was not created", async () => {
      const failure = await push(v, context).catch((error: unknown) => String(error));
      expect(failure).to.match(/repository with name 'app' does not exist/);
    });

    it("takes no push without ECR's credentials, and one with them", async () => {
      await v.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
      const stranger = path.join(folder, "no-login");
      const refused = await push(v, context, stranger).catch((error: unknown) => String(error));
      expect(refused).to.match(/401|unauthorized|no basic auth/i);
      await push(v, context);
    });

    it("runs a task's containers in order, healthy, with secrets, on one localhost", async () => {
      const secret = await v.secrets.send(
        new CreateSecretCommand({ Name: "key", SecretString: '{"part":"from-json"}' }),
      );
      await v.ssm.send(
        new PutParameterCommand({ Name: "/app/url", Type: "SecureString", Value: "from-ssm" }),
      );
      const taskArn = await v.runTask({
        family: "app",
        volumes: [{ name: "state" }],
        containerDefinitions: [
          {
            name: "web",
            image: `${v.repository}:one`,
            essential: true,
            command: [
              "sh",
              "-c",
              'echo "$KEY $URL $(cat /state/file)" > index.html; httpd -f -p 8000',
            ],
            portMappings: [{ containerPort: 8000 }],
            secrets: [
              { name: "KEY", valueFrom: `${secret.ARN!}:part::` },
              { name: "URL", valueFrom: "/app/url" },
            ],
            mountPoints: [{ sourceVolume: "state", containerPath: "/state", readOnly: true }],
            healthCheck: {
              command: ["CMD-SHELL", "wget -q -O /dev/null http://127.0.0.1:8000/"],
              interval: 10,
            },
            dependsOn: [{ containerName: "migrate", condition: "SUCCESS" }],
            logConfiguration,
          },
          {
            name: "migrate",
            image: `${v.repository}:one`,
            essential: false,
            command: ["sh", "-c", "echo migrating; echo migrated > /state/file"],
            mountPoints: [{ sourceVolume: "state", containerPath: "/state" }],
            logConfiguration,
          },
          {
            name: "neighbour",
            image: `${v.repository}:one`,
            essential: false,
            command: ["wget", "-q", "-O", "-", "http://127.0.0.1:8000/"],
            dependsOn: [{ containerName: "web", condition: "HEALTHY" }],
            logConfiguration,
          },
        ],
      });
      const task = await v.until(
        taskArn,
        ({ healthStatus, containers }) =>
          healthStatus === "HEALTHY" && containers![2]!.lastStatus === "STOPPED",
      );
      expect(task.containers!.map(({ exitCode }) => exitCode)).to.eql([undefined, 0, 0]);
      expect(task.containers![0]!.imageDigest).to.match(/^sha256:/);
      expect(task.attachments![0]!.details!.map(({ name }) => name)).to.include(
        "privateIPv4Address",
      );
      const { bindIP, hostPort } = task.containers![0]!.networkBindings![0]!;
      const page = await fetch(`http://${bindIP!}:${hostPort!}/`).then((r) => r.text());
      expect(page).to.equal("from-json from-ssm migrated\n");
      const taskId = taskArn.split("/").at(-1)!;
      const { events } = await v.logs.send(new FilterLogEventsCommand({ logGroupName: "/app" }));
      expect(events!.map(({ logStreamName, message }) => [logStreamName, message])).to.eql([
        [`p/migrate/${taskId}`, "migrating"],
        [`p/neighbour/${taskId}`, "from-json from-ssm migrated"],
      ]);
      await v.ecs.send(new StopTaskCommand({ cluster: "c", task: taskArn }));
      const stopped = await v.until(taskArn, ({ lastStatus }) => lastStatus === "STOPPED");
      expect(stopped).to.include({ stopCode: "UserInitiated" });
      expect(stopped.containers![0]!.exitCode).to.be.oneOf([137, 143]);
    });

    it("says as ECS why a task did not start", async () => {
      const container = { name: "web", essential: true };
      const missingImage = await v.runTask({
        family: "missing-image",
        containerDefinitions: [{ ...container, image: `${v.repository}:nope` }],
      });
      const missingSecret = await v.runTask({
        family: "missing-secret",
        containerDefinitions: [
          {
            ...container,
            image: `${v.repository}:one`,
            secrets: [{ name: "A", valueFrom: "/not/there" }],
          },
        ],
      });
      const missingProgram = await v.runTask({
        family: "missing-program",
        containerDefinitions: [
          { ...container, image: `${v.repository}:one`, command: ["/not/there"] },
        ],
      });
      const over = (task: Task) => task.lastStatus === "STOPPED";
      const [image, secret, program] = [
        await v.until(missingImage, over),
        await v.until(missingSecret, over),
        await v.until(missingProgram, over),
      ];
      expect(image.stopCode).to.equal("TaskFailedToStart");
      expect(image.containers![0]!.reason).to.match(/^CannotPullContainerError: .*: not found$/);
      expect(secret.stoppedReason).to.match(
        /^ResourceInitializationError: .*invalid ssm parameters: \/not\/there$/,
      );
      expect(program.containers![0]!.reason).to.match(/^CannotStartContainerError: .*no such file/);
      expect(program.containers![0]).not.to.have.property("exitCode");
    });

    it("says that a container was killed for its memory", async () => {
      const taskArn = await v.runTask({
        family: "hungry",
        containerDefinitions: [
          {
            name: "web",
            image: `${v.repository}:one`,
            essential: true,
            memory: 16,
            command: ["tail", "/dev/zero"],
          },
        ],
      });
      const task = await v.until(taskArn, ({ lastStatus }) => lastStatus === "STOPPED");
      expect(task.containers![0]).to.include({
        exitCode: 137,
        reason: "OutOfMemoryError: Container killed due to memory usage",
      });
    });

    it("leaves nothing behind but its mark, logs and Pulumi's state when it is stopped", async () => {
      await v.until(await sleeper(v), ({ lastStatus }) => lastStatus === "RUNNING");
      await sandbox.stop();
      expect(await remainsOf(dir)).to.eql([]);
      expect(await readdir(dir)).to.have.members(["logs", "pulumi", "sandbox.json"]);
      expect(await sandboxStatus({ dir })).to.eql({ status: "none" });
    });
  });

  describe("killed", () => {
    it("is cleaned up after a SIGKILL of its supervisor", async () => {
      const sandbox = await withRunningTask();
      const { supervisor } = sandbox.state;
      process.kill(supervisor.pid, "SIGKILL");
      const deadline = systemClock.now() + 30_000;
      while ((await remainsOf(dir)).length > 0 && systemClock.now() < deadline) {
        await systemClock.sleep(200);
      }
      expect(await remainsOf(dir)).to.eql([]);
      expect(await commandsWith(sleeping), "processes of the task").to.eql([]);
    });

    it("is cleaned up by the next start when everything of it was killed", async () => {
      const { supervisor } = (await withRunningTask()).state;
      expect(await commandsWith(sleeping)).not.to.eql([]);
      const killed = await remainsOf(dir);
      for (const { pid } of killed) {
        // The containers stay: their shims are not the sandbox's own children.
        if (pid !== undefined) process.kill(pid, "SIGKILL");
      }
      // A kill takes effect a little later.
      const deadline = systemClock.now() + 5000;
      while (await isRunning(supervisor)) {
        if (systemClock.now() > deadline) throw new Error("The supervisor survives a SIGKILL.");
        await systemClock.sleep(20);
      }
      expect(await sandboxStatus({ dir })).to.include({ status: "dead" });
      const next = await startSandbox({ dir, runtime: "simulated", builder: false });
      expect((await remainsOf(dir)).map(({ what }) => what)).not.to.include.members(["mount"]);
      await next.stop();
      expect(await remainsOf(dir)).to.eql([]);
      expect(await commandsWith(sleeping), "processes of the task").to.eql([]);
    });

    async function withRunningTask(): Promise<Sandbox> {
      const sandbox = await startSandbox({ dir, timeScale: 20 });
      const v = visitor(sandbox);
      await v.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
      await v.logs.send(new CreateLogGroupCommand({ logGroupName: "/app" }));
      await v.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
      await push(v, context);
      await v.until(await sleeper(v), ({ lastStatus }) => lastStatus === "RUNNING");
      return sandbox;
    }
  });

  it("coexists with another one in another folder", async () => {
    const other = path.join(
      folder,
      "a folder whose path is longer than a socket's may be ".repeat(2),
    );
    const two = { timeScale: 20, builder: false };
    const [first, second] = await Promise.all([
      startSandbox({ dir, ...two }),
      startSandbox({ dir: other, ...two }),
    ]);
    try {
      expect(second.state.endpoint).not.to.equal(first.state.endpoint);
      expect(second.state.registryHost).not.to.equal(first.state.registryHost);
      const v = visitor(second);
      await v.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
      await first.stop();
      const still = await v.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
      expect(still.cluster!.status).to.equal("ACTIVE");
    } finally {
      await stopSandbox({ dir });
      await second.stop();
    }
    expect(await remainsOf(other)).to.eql([]);
  });

  it("says what is wrong when a part can't start", async () => {
    const failed = await startSandbox({ dir, account: "not an account", timeScale: -1 }).catch(
      (error: unknown) => error,
    );
    expect(failed).to.have.property("code", "SANDBOX_FAILED");
    expect(String(failed)).to.match(/emulator/);
    expect(await remainsOf(dir)).to.eql([]);
  });
});

function sleeper(v: Visitor): Promise<string> {
  return v.runTask({
    family: "sleeper",
    containerDefinitions: [
      {
        name: "sleep",
        image: `${v.repository}:one`,
        essential: true,
        command: ["sleep", sleeping],
      },
    ],
  });
}
