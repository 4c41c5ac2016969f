import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { CreateClusterCommand, StopTaskCommand, type Task } from "@aws-sdk/client-ecs";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { startSandbox, type Sandbox } from "../../sandbox/startSandbox";
import { nodeFolders, nodeInContainer } from "./_helpers/nodeInContainer";
import {
  buildContext,
  logConfiguration,
  push,
  sandboxVisitor,
  type SandboxVisitor,
} from "./_helpers/sandboxVisitor";

describe("tasks of real containers", function () {
  this.timeout(180_000);
  let folder: string;
  let sandbox: Sandbox;
  let v: SandboxVisitor;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-containers-"));
    sandbox = await startSandbox({
      dir: path.join(folder, "sandbox"),
      timeScale: 20,
      attached: true,
      allowHostFolders: [...nodeFolders(), folder],
    });
    v = sandboxVisitor(sandbox);
    await v.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
    await v.logs.send(new CreateLogGroupCommand({ logGroupName: "/app" }));
    await v.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
    await push(v, await buildContext(folder));
  });
  after(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
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
    expect(task.attachments![0]!.details!.map(({ name }) => name)).to.include("privateIPv4Address");
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

  it("lets an unmodified SDK find the task's role, a secret and the task itself", async () => {
    await v.secrets.send(
      new CreateSecretCommand({ Name: "database", SecretString: "at-run-time" }),
    );
    const { volumes, container } = await nodeInContainer(
      await mkdtemp(path.join(folder, "sdk-")),
      `
      const { STSClient, GetCallerIdentityCommand } = require("@aws-sdk/client-sts");
      const { SecretsManagerClient, GetSecretValueCommand } = require("@aws-sdk/client-secrets-manager");
      (async () => {
        const { Arn } = await new STSClient().send(new GetCallerIdentityCommand({}));
        const { SecretString } = await new SecretsManagerClient().send(
          new GetSecretValueCommand({ SecretId: "database" }),
        );
        const metadata = process.env.ECS_CONTAINER_METADATA_URI_V4;
        const { Name, DockerId } = await (await fetch(metadata)).json();
        const { TaskARN, Containers } = await (await fetch(metadata + "/task")).json();
        const { memory_stats } = await (await fetch(metadata + "/stats")).json();
        const names = Containers.map((c) => c.Name);
        const measured = memory_stats.usage > 0;
        console.log(JSON.stringify({ Arn, SecretString, Name, DockerId, TaskARN, names, measured }));
      })();
      `,
    );
    const image = `${v.repository}:one`;
    const taskArn = await v.runTask({
      family: "reader",
      requiresCompatibilities: ["EC2"],
      taskRoleArn: "arn:aws:iam::123456789012:role/reader",
      volumes,
      containerDefinitions: [
        // The task's own port 80 stays its own.
        {
          name: "web",
          image,
          command: ["httpd", "-f", "-p", "80"],
          portMappings: [{ containerPort: 80 }],
        },
        { name: "reader", image, essential: false, ...container, logConfiguration },
      ],
    });
    const task = await v.until(
      taskArn,
      ({ containers }) => containers![1]!.lastStatus === "STOPPED",
    );
    const taskId = taskArn.split("/").at(-1)!;
    const [web, reader] = task.containers!;
    const said = await saidBy(`p/reader/${taskId}`);
    expect(reader!.exitCode, said.join("\n")).to.equal(0);
    expect(web!.lastStatus).to.equal("RUNNING");
    // What comes before it is the SDK's own warning about versions of Node.js.
    expect(JSON.parse(said.at(-1)!)).to.deep.equal({
      Arn: `arn:aws:sts::123456789012:assumed-role/reader/${taskId}`,
      SecretString: "at-run-time",
      Name: "reader",
      DockerId: reader!.runtimeId,
      TaskARN: taskArn,
      names: ["web", "reader"],
      measured: true,
    });
    await v.ecs.send(new StopTaskCommand({ cluster: "c", task: taskArn }));
  });

  it("sends what a container says to the task's log router, by Fluent's forward protocol", async () => {
    // Fluent Bit's image comes from a hub: what ECS gives a router is the same for this one.
    const { volumes, container } = await nodeInContainer(
      await mkdtemp(path.join(folder, "router-")),
      `
      const { readFileSync } = require("node:fs");
      const config = readFileSync("/fluent-bit/etc/fluent-bit.conf", "utf8");
      console.log(config.includes("Match app-firelens*") ? "configured" : config);
      const server = require("node:net").createServer((socket) => {
        let received = "";
        socket.on("data", (chunk) => {
          received += chunk.toString("latin1");
          const [tag] = /app-firelens-[0-9a-f]{32}/.exec(received) ?? [];
          const [line] = /hello .*?24224/.exec(received) ?? [];
          if (!tag || !line) return;
          console.log(tag + ": " + line);
          process.exit(0);
        });
      });
      server.listen(24224, "0.0.0.0");
      `,
    );
    const image = `${v.repository}:one`;
    const taskArn = await v.runTask({
      family: "routed",
      requiresCompatibilities: ["EC2"],
      volumes,
      containerDefinitions: [
        {
          name: "app",
          image,
          essential: false,
          command: ["sh", "-c", "echo hello $FLUENT_HOST:$FLUENT_PORT"],
          logConfiguration: { logDriver: "awsfirelens", options: { Name: "null" } },
        },
        {
          ...{ name: "log_router", image, essential: true, logConfiguration },
          ...container,
          firelensConfiguration: { type: "fluentbit" },
        },
      ],
    });
    await v.until(taskArn, ({ lastStatus }) => lastStatus === "STOPPED");
    const taskId = taskArn.split("/").at(-1)!;
    expect(await saidBy(`p/log_router/${taskId}`)).to.deep.equal([
      "configured",
      `app-firelens-${taskId}: hello 127.0.0.1:24224`,
    ]);
  });

  /** What a container has logged to CloudWatch Logs. */
  async function saidBy(stream: string): Promise<string[]> {
    const { events = [] } = await v.logs.send(
      new FilterLogEventsCommand({ logGroupName: "/app", logStreamNames: [stream] }),
    );
    return events.map(({ message = "" }) => message);
  }
});
