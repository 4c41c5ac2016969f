import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type ContainerDefinition,
  type CreateServiceCommandInput,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSandbox, type Sandbox } from "../../../sandbox/startSandbox";
import type { AccessKey } from "../../../emulator/access/accessKeys";
import { scenarioSchema, type ApiFault } from "../../../emulator/faults/scenario";
import { sandboxKey } from "../../_helpers/sandboxKeys";
import { controlSandbox } from "../../_helpers/testAccess";
import { systemClock } from "../../../support/clock";
import { readToolchain } from "../../../toolchain/manifest";

const root = path.resolve(__dirname, "../../..");

type Variables = Readonly<Record<string, string | undefined>>;

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a release may leave behind, for comparing before and after. */
export interface Traces {
  readonly revisions: string;
  readonly services: string;
  readonly images: string;
}

interface State {
  clusters: {
    services: {
      name: string;
      status: string;
      deployments: { id: string; taskDefinition: string }[];
    }[];
  }[];
}

/** A sandbox with services, and a Pulumi project that releases to it: everything is right. */
export class Place {
  private constructor(
    readonly folder: string,
    readonly project: string,
    private readonly sandbox: Sandbox,
    private readonly ecs: ECSClient,
    private readonly ecr: ECRClient,
  ) {}

  /** @param settings of the environment staging, as YAML lines */
  static async start(settings: readonly string[] = rightSettings): Promise<Place> {
    const folder = await mkdtemp(path.join(tmpdir(), "slipway-e2e-"));
    const dir = path.join(folder, "sandbox");
    const sandbox = await startSandbox({
      dir,
      runtime: "simulated",
      timeScale: 60,
      attached: true,
    });
    const { endpoint, region } = sandbox.state;
    const credentials = sandboxKey(sandbox.state);
    const connection = { endpoint, region, credentials };
    const project = path.join(folder, "project");
    const [ecs, ecr] = [new ECSClient(connection), new ECRClient(connection)];
    const place = new Place(folder, project, sandbox, ecs, ecr);
    await place.writeProject();
    await place.configure(settings);
    await place.createRepositories("mage");
    await ecs.send(new CreateClusterCommand({ clusterName: "main" }));
    return place;
  }

  async stop(): Promise<void> {
    this.ecs.destroy();
    this.ecr.destroy();
    await this.sandbox.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get registry(): string {
    return this.sandbox.state.registryHost ?? "";
  }

  get ownKey(): AccessKey {
    return sandboxKey(this.sandbox.state);
  }

  get endpoint(): string {
    return this.sandbox.state.endpoint ?? "";
  }

  /** Of a run in which everything is right. */
  get env(): Variables {
    return {
      ...clean(process.env),
      ...this.sandbox.state.env,
      ENV: "staging",
      REPOSITORY_URL: `${this.registry}/mage`,
      CLUSTER_NAME: "main",
      SERVICES_NAMES: "web",
      BUILDKITE_COMMIT: commitOf(2),
      SLIPWAY_POLL_MILLISECONDS: "300",
    };
  }

  /** Runs Slipway, or plain Pulumi, in the project. */
  run(
    program: "slipway" | "pulumi",
    args: readonly string[],
    env: Variables = {},
    stdin = "",
  ): Promise<Ran> {
    const file = program === "slipway" ? path.join(root, "bin/slipway") : "pulumi";
    return new Promise((resolve, reject) => {
      const child = spawn(file, args, { cwd: this.project, env: { ...this.env, ...env } });
      const text = { stdout: "", stderr: "" };
      child.stdout.on("data", (chunk: Buffer) => (text.stdout += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (text.stderr += chunk.toString()));
      child.stdin.end(stdin);
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, ...text }));
    });
  }

  async configure(settings: readonly string[], stack = "staging"): Promise<void> {
    const text = ["config:", ...settings.map((line) => `  ${line}`), ""].join("\n");
    await writeFile(path.join(this.project, `Pulumi.${stack}.yaml`), text);
  }

  /** A file or folder of the project. */
  path(...parts: string[]): string {
    return path.join(this.project, ...parts);
  }

  /** Puts these faults in place of those before. */
  async faults(api: readonly Partial<ApiFault>[]): Promise<void> {
    await this.control("PUT", "scenario", scenarioSchema.parse({ api }));
  }

  async plan(task: object): Promise<void> {
    await this.control("POST", "tasks", task);
  }

  /** A service whose task definition has these containers. */
  async createService(
    name: string,
    containers: ContainerDefinition[],
    input: Partial<CreateServiceCommandInput> = {},
  ): Promise<void> {
    const containerDefinitions = containers.map((c) => ({ memory: 64, ...c }));
    await this.ecs.send(new RegisterTaskDefinitionCommand({ family: name, containerDefinitions }));
    const service = { cluster: "main", serviceName: name, taskDefinition: name, desiredCount: 1 };
    const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
    await this.ecs.send(
      new CreateServiceCommand({ ...service, deploymentConfiguration: breaker, ...input }),
    );
  }

  /** Somebody else's: to another revision of the same family, once the service runs its first. */
  async beginRollout(service: string): Promise<void> {
    const asked = { cluster: "main", services: [service] };
    for (let tries = 0; tries < 300; tries++) {
      const { services = [] } = await this.ecs.send(new DescribeServicesCommand(asked));
      if (services[0]?.deployments?.[0]?.rolloutState === "COMPLETED") break;
      await systemClock.sleep(100);
    }
    const { containerDefinitions = [] } = await this.definition(service);
    const other = containerDefinitions.map((c) => ({ ...c, command: ["other"] }));
    const revision = { family: service, containerDefinitions: other };
    await this.ecs.send(new RegisterTaskDefinitionCommand(revision));
    const update = { cluster: "main", service, taskDefinition: service };
    await this.ecs.send(new UpdateServiceCommand(update));
  }

  async createRepositories(...names: string[]): Promise<void> {
    for (const repositoryName of names) {
      await this.ecr.send(new CreateRepositoryCommand({ repositoryName }));
    }
  }

  async deleteService(service: string): Promise<void> {
    await this.ecs.send(new DeleteServiceCommand({ cluster: "main", service, force: true }));
  }

  /** Waits until every service runs what it is to run. */
  async steady(): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      const { clusters } = await this.state();
      const services = clusters.flatMap((cluster) => cluster.services);
      if (services.every(({ deployments }) => deployments.length <= 1)) return;
      await systemClock.sleep(100);
    }
    throw new Error("The services do not become steady.");
  }

  async traces(): Promise<Traces> {
    const [{ taskDefinitionArns }, { imageDetails = [] }, { clusters }] = await Promise.all([
      this.ecs.send(new ListTaskDefinitionsCommand({})),
      this.ecr.send(new DescribeImagesCommand({ repositoryName: "mage" })),
      this.state(),
    ]);
    // A deleted service is forgotten some time later, by itself.
    const services = clusters.flatMap((cluster) =>
      cluster.services.filter(isThere).map(({ name, deployments }) => ({
        name,
        deployments: deployments.map(({ id, taskDefinition }) => ({ id, taskDefinition })),
      })),
    );
    const images = imageDetails.map(({ imageDigest, imageTags }) => [imageDigest, imageTags]);
    return {
      revisions: JSON.stringify(taskDefinitionArns),
      services: JSON.stringify(services),
      images: JSON.stringify(images.sort()),
    };
  }

  /** The task definition that a service runs. */
  async definition(service: string): Promise<TaskDefinition> {
    const { services = [] } = await this.ecs.send(
      new DescribeServicesCommand({ cluster: "main", services: [service] }),
    );
    const { taskDefinition } = await this.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: services[0]?.taskDefinition }),
    );
    return taskDefinition!;
  }

  async forgetCalls(): Promise<void> {
    await this.control("DELETE", "calls");
  }

  /** Operations that AWS carried out since `forgetCalls`, but those that only read. */
  async changes(): Promise<string[]> {
    const calls = (await this.control("GET", "calls")) as { operation: string; outcome: string }[];
    return calls
      .filter(({ outcome }) => outcome === "ok")
      .map(({ operation }) => operation)
      .filter((operation) => !/^(Describe|List|Get|BatchGet|BatchCheck)/.test(operation));
  }

  private async state(): Promise<State> {
    return (await this.control("GET", "state")) as State;
  }

  private control(method: string, name: string, body?: unknown): Promise<unknown> {
    return controlSandbox(this.sandbox.state, method, name, body);
  }

  /** The sources are linked; what is built, the stack's files and the state are the test's. */
  private async writeProject(): Promise<void> {
    await mkdir(this.path("app"), { recursive: true });
    const sources = ["aws", "components", "config", "ecs", "provider", "registry", "support"];
    const files = ["index.ts", "node_modules", "package.json", "tsconfig.json"];
    for (const name of [...sources, ...files]) {
      await symlink(path.join(root, name), this.path(name));
    }
    await cp(path.join(root, "Pulumi.yaml"), this.path("Pulumi.yaml"));
    await cp(readToolchain().busybox.path, this.path("app/busybox"));
    await writeFile(this.path("app/greeting"), "Good day.\n");
    const dockerfiles = {
      Dockerfile: "COPY greeting /greeting",
      "Dockerfile.run": 'COPY busybox /busybox\nRUN ["/busybox", "false"]',
      "Dockerfile.copy": "COPY nothing-of-the-kind /",
    };
    for (const [name, text] of Object.entries(dockerfiles)) {
      await writeFile(this.path("app", name), `FROM scratch\n${text}\n`);
    }
  }
}

function isThere({ status }: State["clusters"][number]["services"][number]): boolean {
  return status === "ACTIVE";
}

/** What the stack file says when everything is right. */
export const rightSettings = ["slipway:image: { context: app }"];

/** Forty equal digits. */
export function commitOf(n: number): string {
  return n.toString(16).repeat(40);
}

/** Without what the machine's own settings would bring in. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|PULUMI_|BUILDKITE|DOCKER_|BUILDX_|TS_NODE_|SLIPWAY_|CI$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
