import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { startSandbox, type Sandbox } from "../../sandbox/startSandbox";
import { stopSandbox } from "../../sandbox/stopSandbox";
import { systemClock } from "../../support/clock";
import { readToolchain } from "../../toolchain/manifest";
import { sandboxKey } from "../_helpers/sandboxKeys";
import { PulumiProject } from "./_helpers/pulumiProject";

const run = promisify(execFile);
const commit = (n: number) => n.toString(16).repeat(40);

describe("plain pulumi with a sandbox", function () {
  this.timeout(240_000);
  let folder: string;
  let sandbox: Sandbox;
  let project: PulumiProject;
  let ecs: ECSClient;
  let ecr: ECRClient;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-build-"));
    sandbox = await startSandbox({ dir: path.join(folder, "sandbox"), attached: true });
    const { endpoint, region, registryHost = "", env } = sandbox.state;
    const credentials = sandboxKey(sandbox.state);
    ecs = new ECSClient({ endpoint, region, credentials });
    ecr = new ECRClient({ endpoint, region, credentials });
    await ecr.send(new CreateRepositoryCommand({ repositoryName: "mage" }));
    const repositoryUrl = `${registryHost}/mage`;
    project = await PulumiProject.create(
      {
        ...env,
        PULUMI_BACKEND_URL: undefined,
        REPOSITORY_URL: repositoryUrl,
        CLUSTER_NAME: "main",
        SERVICES_NAMES: "web",
        SLIPWAY_POLL_MILLISECONDS: "500",
      },
      ["slipway:image:", "  context: app"],
    );
    await project.write("app/Dockerfile", "FROM scratch\nCOPY . /\n");
    await copyFile(readToolchain().busybox.path, path.join(project.folder, "app/busybox"));
    await build(env, `${repositoryUrl}:c0`);
    await ecs.send(new CreateClusterCommand({ clusterName: "main" }));
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "web",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        cpu: "256",
        memory: "512",
        executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        containerDefinitions: [
          { name: "app", image: `${repositoryUrl}:c0`, command: ["/busybox", "sleep", "3600"] },
        ],
      }),
    );
    await ecs.send(
      new CreateServiceCommand({
        cluster: "main",
        serviceName: "web",
        taskDefinition: "web",
        desiredCount: 1,
        launchType: "FARGATE",
        networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
      }),
    );
  });
  after(async () => {
    ecs.destroy();
    ecr.destroy();
    await stopSandbox({ dir: path.join(folder, "sandbox") });
    await project.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function build(env: Readonly<Record<string, string>>, tag: string): Promise<void> {
    const context = path.join(project.folder, "app");
    await run("buildx", ["build", "--push", "-t", tag, context], {
      env: { ...process.env, ...env },
    });
  }

  async function digestOf(imageTag: string): Promise<string | undefined> {
    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName: "mage", imageIds: [{ imageTag }] }),
    );
    return imageDetails?.[0]?.imageDigest;
  }

  async function steady(): Promise<string | undefined> {
    for (let tries = 0; tries < 600; tries++) {
      const { services } = await ecs.send(
        new DescribeServicesCommand({ cluster: "main", services: ["web"] }),
      );
      const [only, ...more] = services?.[0]?.deployments ?? [];
      if (more.length === 0 && only?.rolloutState === "COMPLETED") return only.taskDefinition;
      await systemClock.sleep(100);
    }
    throw new Error("web did not become steady.");
  }

  it("builds, pushes both tags in one go, and runs that very image", async () => {
    await steady();
    const preview = await project.preview({ BUILDKITE_COMMIT: commit(1) });
    expect(preview.code, preview.text).to.equal(0);
    expect(preview.text).to.include("docker-build:index:Image");

    await project.write("app/greeting", "one");
    const ran = await project.up({ BUILDKITE_COMMIT: commit(1) });
    expect(ran.code, ran.text).to.equal(0);
    expect(await steady()).to.match(/web:2$/);
    const digest = await digestOf(commit(1));
    expect(digest).to.match(/^sha256:/);
    expect(await digestOf("staging")).to.equal(digest);

    const { taskArns } = await ecs.send(
      new ListTasksCommand({ cluster: "main", serviceName: "web" }),
    );
    const { tasks } = await ecs.send(
      new DescribeTasksCommand({ cluster: "main", tasks: taskArns ?? [] }),
    );
    expect(tasks?.map((task) => task.containers?.[0]?.imageDigest)).to.deep.equal([digest]);
  });

  it("neither builds nor moves anything for the same commit again, and keeps the image", async () => {
    await project.write("app/greeting", "changed without a commit");
    const digest = await digestOf(commit(1));
    const ran = await project.up({ BUILDKITE_COMMIT: commit(1) });
    expect(ran.code, ran.text).to.equal(0);
    expect(ran.text).to.not.include("updated");
    expect(await steady()).to.match(/web:2$/);
    expect(await digestOf(commit(1))).to.equal(digest);
    expect(await digestOf("staging")).to.equal(digest);
  });

  it("says before it builds that Docker is not logged in", async () => {
    await writeFile(path.join(folder, "config.json"), "{}");
    const ran = await project.up({ BUILDKITE_COMMIT: commit(2), DOCKER_CONFIG: folder });
    expect(ran.code).to.not.equal(0);
    expect(ran.text).to.include("Docker has no login for").and.to.include("docker login");
    expect(ran.text).to.not.include("docker-build:index:Image");
  });
});
