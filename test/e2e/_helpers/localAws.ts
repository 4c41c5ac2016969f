import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  type CreateServiceCommandInput,
  type Service,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { createEmulator, type Emulator } from "../../../emulator/emulator";
import { simulatedRuntime } from "../../../emulator/tasks/simulated";
import { ApiFaults } from "../../../emulator/faults/apiFaults";
import { TaskPlans } from "../../../emulator/faults/taskPlans";
import { scaledClock, systemClock } from "../../../support/clock";
import { testAccess, testKey } from "../../_helpers/testAccess";
import { FakeOciRegistry } from "../../_helpers/fakeOciRegistry";

/** A secret of somebody else's in the task definition: it may show up nowhere. */
export const foreignSecret = "f0reign-s3cret";

/** An emulator with simulated tasks and a fast clock, a registry in memory, and a web service. */
export class LocalAws {
  private constructor(
    private readonly emulator: Emulator,
    private readonly ecs: ECSClient,
    readonly registry: FakeOciRegistry,
    readonly env: NodeJS.ProcessEnv,
    /** Operations that were called, in order. */
    readonly calls: string[],
    /** How tasks behave. */
    readonly plans: TaskPlans,
    readonly faults: ApiFaults,
  ) {}

  /** @param speed how many times as fast as real time AWS's clock runs */
  static async start(speed = 60): Promise<LocalAws> {
    const calls: string[] = [];
    const registry = await new FakeOciRegistry().listen();
    const plans = new TaskPlans();
    const faults = new ApiFaults(systemClock);
    const digestOf = (image: string) => registry.digestOf(image) ?? "";
    const emulator = createEmulator({
      ...testAccess,
      clock: scaledClock(systemClock, speed),
      interceptors: [
        async (call, _request, next) => {
          calls.push(call.operation);
          return next();
        },
        faults.interceptor,
      ],
      runtime: ({ agenda }) => simulatedRuntime({ agenda, plans, digestOf }),
    });
    const { endpoint } = await emulator.listen();
    const ecs = new ECSClient({ endpoint, region: "us-east-1", credentials: testKey });
    await ecs.send(new CreateClusterCommand({ clusterName: "main" }));
    const env = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: testKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: testKey.secretAccessKey,
      AWS_REGION: "us-east-1",
      CLUSTER_NAME: "main",
      REPOSITORY_URL: `${registry.host}/mage`,
      SLIPWAY_POLL_MILLISECONDS: "300",
    };
    return new LocalAws(emulator, ecs, registry, env, calls, plans, faults);
  }

  async close(): Promise<void> {
    this.ecs.destroy();
    await this.emulator.close();
    await this.registry.close();
  }

  /** A steady service of a family of the same name, with a sidecar, on the tag `c0`. */
  async createService(name: string, input: Partial<CreateServiceCommandInput> = {}): Promise<void> {
    this.registry.push("mage", "c0");
    await this.register(name, "c0");
    await this.ecs.send(
      new CreateServiceCommand({
        cluster: "main",
        serviceName: name,
        taskDefinition: name,
        desiredCount: 2,
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
          minimumHealthyPercent: 100,
          maximumPercent: 200,
        },
        ...input,
      }),
    );
    await this.steady(name);
  }

  async register(name: string, tag: string): Promise<string> {
    const { taskDefinition } = await this.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: name,
        containerDefinitions: [
          {
            name: "app",
            image: `${this.registry.host}/mage:${tag}`,
            memory: 128,
            essential: true,
            environment: [
              { name: "DD_VERSION", value: tag },
              { name: "FOREIGN", value: foreignSecret },
            ],
          },
          { name: "router", image: "registry.test/router:3", memory: 64, essential: false },
        ],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? "";
  }

  async describe(name: string): Promise<Service> {
    const { services = [] } = await this.ecs.send(
      new DescribeServicesCommand({ cluster: "main", services: [name] }),
    );
    return services[0]!;
  }

  /** The task definition that a service runs. */
  async definition(name: string): Promise<TaskDefinition> {
    const { taskDefinition = "" } = await this.describe(name);
    const answer = await this.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    return answer.taskDefinition!;
  }

  /** The tag of the image that a service's `app` runs. */
  async tagOf(name: string): Promise<string | undefined> {
    const { containerDefinitions = [] } = await this.definition(name);
    return containerDefinitions
      .find((container) => container.name === "app")
      ?.image?.split(":")
      .at(-1);
  }

  /** How many revisions a family has. */
  async revisions(family: string): Promise<number> {
    const { taskDefinitionArns = [] } = await this.ecs.send(
      new ListTaskDefinitionsCommand({ familyPrefix: family }),
    );
    return taskDefinitionArns.length;
  }

  async move(name: string, taskDefinition: string): Promise<void> {
    await this.ecs.send(
      new UpdateServiceCommand({ cluster: "main", service: name, taskDefinition }),
    );
    await this.steady(name);
  }

  /** Stops every task that does not run yet. */
  async stopTasks(name: string): Promise<void> {
    const cluster = "main";
    const list = await this.ecs.send(new ListTasksCommand({ cluster, serviceName: name }));
    const tasks = list.taskArns ?? [];
    const described = await this.ecs.send(new DescribeTasksCommand({ cluster, tasks }));
    const waiting = (described.tasks ?? []).filter((task) => task.lastStatus !== "RUNNING");
    for (const { taskArn } of waiting) {
      await this.ecs.send(new StopTaskCommand({ cluster, task: taskArn }));
    }
  }

  async steady(name: string): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      const { deployments = [] } = await this.describe(name);
      if (deployments.length === 1 && deployments[0]?.rolloutState === "COMPLETED") return;
      await systemClock.sleep(100);
    }
    throw new Error(`${name} did not become steady.`);
  }
}
