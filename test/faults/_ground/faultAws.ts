import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  type CreateServiceCommandInput,
  type RegisterTaskDefinitionCommandInput,
  type Service,
} from "@aws-sdk/client-ecs";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../../emulator/emulator";
import { readScenario } from "../../../emulator/faults/scenario";
import { scaledClock, systemClock } from "../../../support/clock";
import { FakeOciRegistry } from "../../_helpers/fakeOciRegistry";

/** How many times as fast as real time AWS's clock runs, unless told otherwise. */
const usualSpeed = 200;
const cluster = "main";
export const repository = "mage";

export type Definition = Omit<RegisterTaskDefinitionCommandInput, "family">;

/** Who looks at what came of a run, and whose the run is: calls are told apart by their keys. */
const judge = { accessKeyId: "AKIAJUDGE", secretAccessKey: "judge" };
const slipway = { accessKeyId: "AKIASLIPWAY", secretAccessKey: "slipway" };

/** An emulated AWS on a fast clock with simulated tasks, and a registry in memory. */
export class FaultAws {
  private readonly ecs: ECSClient;

  private constructor(
    readonly emulator: Emulator,
    private readonly endpoint: string,
    readonly registry: FakeOciRegistry,
    readonly services: readonly string[],
  ) {
    this.ecs = new ECSClient({ endpoint, region: "us-east-1", credentials: judge });
  }

  static async start(
    services: readonly string[],
    registry = new FakeOciRegistry(),
    { speed = usualSpeed, ...options }: EmulatorOptions & { speed?: number } = {},
  ): Promise<FaultAws> {
    await registry.listen();
    const digestOf = (image: string) => registry.digestOf(image) ?? "";
    const clock = scaledClock(systemClock, speed);
    const emulator = createEmulator({
      ...{ clock, digestOf, credentials: [judge, slipway] },
      ...options,
    });
    const { endpoint } = await emulator.listen();
    return new FaultAws(emulator, endpoint, registry, services);
  }

  async close(): Promise<void> {
    this.ecs.destroy();
    await this.emulator.close();
    await this.registry.close();
  }

  /** For a run of Slipway. Its calls are told by their access key. */
  get env(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: slipway.accessKeyId,
      AWS_SECRET_ACCESS_KEY: slipway.secretAccessKey,
      AWS_REGION: "us-east-1",
      CLUSTER_NAME: cluster,
      SERVICES_NAMES: this.services.join(","),
      REPOSITORY_URL: `${this.registry.host}/${repository}`,
      SLIPWAY_POLL_MILLISECONDS: "100",
    };
  }

  apply(scenario: object): void {
    this.emulator.apply(readScenario(scenario));
  }

  /**
   * Services of families of the same names, each on the last of the definitions given, and steady.
   */
  async createServices(
    definitions: (family: string) => readonly Definition[],
    input: Partial<CreateServiceCommandInput> = {},
  ): Promise<void> {
    await this.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    for (const name of this.services) {
      for (const definition of definitions(name)) {
        await this.ecs.send(new RegisterTaskDefinitionCommand({ ...definition, family: name }));
      }
      await this.ecs.send(
        new CreateServiceCommand({
          ...{ cluster, serviceName: name, taskDefinition: name, desiredCount: 2 },
          deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
          ...input,
        }),
      );
    }
    await this.settled();
  }

  async describe(): Promise<Service[]> {
    const { services = [] } = await this.ecs.send(
      new DescribeServicesCommand({ cluster, services: [...this.services] }),
    );
    return services;
  }

  /**
   * Waits until no deployment is in progress any more, but not longer than that.
   * @param seconds of AWS's clock
   */
  async settled(seconds = 3 * 3600): Promise<Service[]> {
    const until = this.emulator.context.clock.now() + seconds * 1000;
    for (;;) {
      const services = await this.describe();
      const moving = services.some(
        ({ status, deployments = [] }) =>
          status === "ACTIVE" && deployments.some((d) => d.rolloutState === "IN_PROGRESS"),
      );
      if (!moving || this.emulator.context.clock.now() > until) return services;
      await systemClock.sleep(50);
    }
  }

  async register(family: string, definition: Definition): Promise<string> {
    const answer = await this.ecs.send(
      new RegisterTaskDefinitionCommand({ ...definition, family }),
    );
    return answer.taskDefinition?.taskDefinitionArn ?? "";
  }

  /** What another deployer does. */
  async move(service: string, taskDefinition: string): Promise<void> {
    await this.ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition }));
  }

  async stopDeployment(service: string): Promise<void> {
    const answer = await this.ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
    const serviceDeploymentArn = answer.serviceDeployments?.[0]?.serviceDeploymentArn;
    await this.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }));
  }

  async deleteService(service: string): Promise<void> {
    await this.ecs.send(new DeleteServiceCommand({ cluster, service, force: true }));
  }

  /** What a revision is made of, to be registered elsewhere. */
  async definition(name: string): Promise<Definition> {
    const { taskDefinition, tags } = await this.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: name, include: ["TAGS"] }),
    );
    const { containerDefinitions, networkMode, volumes, placementConstraints } =
      taskDefinition ?? {};
    const own = { containerDefinitions, networkMode, volumes, placementConstraints };
    return { ...own, ...(tags?.length ? { tags } : {}) };
  }

  async revisions(familyPrefix: string): Promise<number> {
    const answer = await this.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix }));
    return (answer.taskDefinitionArns ?? []).length;
  }

  /** How many deployments a service has had. */
  async deployments(service: string): Promise<number> {
    const answer = await this.ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
    return (answer.serviceDeployments ?? []).length;
  }

  /**
   * The last deployment that ECS rolled back: when it began, was given up, and was back.
   * Milliseconds of AWS's clock.
   */
  async times(service: string): Promise<{ moved: number; failed: number; rolledBack: number }> {
    const listed = await this.ecs.send(
      new ListServiceDeploymentsCommand({ cluster, service, status: ["ROLLBACK_SUCCESSFUL"] }),
    );
    const arns = (listed.serviceDeployments ?? []).map((d) => d.serviceDeploymentArn ?? "");
    const { serviceDeployments = [] } = await this.ecs.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns.slice(0, 1) }),
    );
    const [deployment] = serviceDeployments;
    const of = (at: Date | undefined) => at?.getTime() ?? NaN;
    return {
      moved: of(deployment?.createdAt),
      failed: of(deployment?.rollback?.startedAt),
      rolledBack: of(deployment?.finishedAt),
    };
  }

  /** The tag that a service's application container runs. */
  async tagOf({ taskDefinition = "" }: Service): Promise<string> {
    const { containerDefinitions = [] } = await this.definition(taskDefinition);
    return containerDefinitions[0]?.image?.split(":").at(-1) ?? "";
  }
}
