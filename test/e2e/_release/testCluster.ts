import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  UpdateServiceCommand,
  type ECSClient,
  type Service,
  type ServiceDeployment,
  type Tag,
  type Task,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { systemClock } from "../../../support/clock";

/** What a service runs. */
export interface Live {
  readonly definition: TaskDefinition;
  readonly tags: Tag[];
}

/** A cluster as a test prepares it and looks at it. */
export class TestCluster {
  constructor(
    private readonly ecs: ECSClient,
    readonly name: string,
    /** What the services that it makes run at first. */
    private readonly firstImage = "",
  ) {}

  static async create(ecs: ECSClient, name: string, firstImage: string): Promise<TestCluster> {
    await ecs.send(new CreateClusterCommand({ clusterName: name }));
    return new TestCluster(ecs, name, firstImage);
  }

  /**
   * A service with one task; `untilSteady` says when it runs.
   * @param family registered anew, unless it is another service's already
   * @param containers that run the first image, beside a sidecar
   */
  async createService(
    serviceName: string,
    { family = serviceName, containers = ["app"] }: { family?: string; containers?: string[] } = {},
  ): Promise<void> {
    if ((await this.revisions(family)).length === 0) await this.register(family, containers);
    await this.ecs.send(
      new CreateServiceCommand({
        ...{ cluster: this.name, serviceName, taskDefinition: family, desiredCount: 1 },
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      }),
    );
  }

  /** One more revision: containers on the first image, and a sidecar. */
  async register(family: string, containers: readonly string[] = ["app"]): Promise<void> {
    const image = this.firstImage;
    const sidecar = { name: "router", image: "public.ecr.aws/router:3", essential: false };
    await this.ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        containerDefinitions: [
          ...containers.map((name) => ({ name, image, memory: 128, essential: true })),
          { ...sidecar, memory: 64 },
        ],
      }),
    );
  }

  /** Waits until the services have completed deployments only. */
  async untilSteady(...names: string[]): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      const services = await Promise.all(names.map((name) => this.describe(name)));
      const steady = services.every(
        ({ deployments = [] }) =>
          deployments.length === 1 && deployments[0]?.rolloutState === "COMPLETED",
      );
      if (steady) return;
      await systemClock.sleep(200);
    }
    throw new Error(`${names.join(", ")} did not become steady.`);
  }

  async describe(name: string): Promise<Service> {
    const { services = [] } = await this.ecs.send(
      new DescribeServicesCommand({ cluster: this.name, services: [name] }),
    );
    return services[0]!;
  }

  async live(name: string): Promise<Live> {
    const { taskDefinition } = await this.describe(name);
    const answer = await this.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] }),
    );
    return { definition: answer.taskDefinition!, tags: answer.tags ?? [] };
  }

  /** `family:n` that a service runs. */
  async revisionOf(name: string): Promise<string | undefined> {
    return (await this.describe(name)).taskDefinition?.split("/").at(-1);
  }

  /** Container → image. */
  async imagesOf(name: string): Promise<Record<string, string | undefined>> {
    const { definition } = await this.live(name);
    return Object.fromEntries(
      (definition.containerDefinitions ?? []).map(({ name = "", image }) => [name, image]),
    );
  }

  /** The digests that a service's tasks run of images that begin with `image`. */
  async runningDigests(serviceName: string, image: string): Promise<(string | undefined)[]> {
    const { taskArns = [] } = await this.ecs.send(
      new ListTasksCommand({ cluster: this.name, serviceName }),
    );
    const tasks = await this.tasks(taskArns);
    return tasks
      .flatMap(({ containers = [] }) => containers)
      .filter((container) => container.image?.startsWith(image))
      .map(({ imageDigest }) => imageDigest);
  }

  /** Tasks of a family that no service started. */
  async oneOffTasks(
    family: string,
    desiredStatus: "RUNNING" | "STOPPED" = "STOPPED",
  ): Promise<Task[]> {
    const { taskArns = [] } = await this.ecs.send(
      new ListTasksCommand({ cluster: this.name, family, desiredStatus }),
    );
    const tasks = await this.tasks(taskArns);
    return tasks.filter(({ group }) => !group?.startsWith("service:"));
  }

  /** Starts a one-off task as a run that was killed had: under the name of the last one. */
  async leaveOneOff(
    family: string,
    [taskDefinition, name, command]: readonly [string, string, string[]],
  ): Promise<string | undefined> {
    const [last] = await this.oneOffTasks(family);
    const { tasks = [] } = await this.ecs.send(
      new RunTaskCommand({
        ...{ cluster: this.name, taskDefinition, startedBy: last?.startedBy },
        overrides: { containerOverrides: [{ name, command }] },
      }),
    );
    return tasks[0]?.taskArn;
  }

  private async tasks(arns: string[]): Promise<Task[]> {
    if (arns.length === 0) return [];
    const answer = await this.ecs.send(
      new DescribeTasksCommand({ cluster: this.name, tasks: arns }),
    );
    return answer.tasks ?? [];
  }

  /** ECS's own record of a service's deployments, newest first. */
  async deployments(service: string): Promise<ServiceDeployment[]> {
    const { serviceDeployments: list = [] } = await this.ecs.send(
      new ListServiceDeploymentsCommand({ cluster: this.name, service }),
    );
    const serviceDeploymentArns = list.flatMap((each) => each.serviceDeploymentArn ?? []);
    const { serviceDeployments = [] } = await this.ecs.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }),
    );
    return serviceDeployments.sort((a, b) => time(b.createdAt) - time(a.createdAt));
  }

  /** ARNs of a family's revisions. */
  async revisions(familyPrefix: string): Promise<string[]> {
    const answer = await this.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix }));
    return (answer.taskDefinitionArns ?? []).filter((arn) => arn.includes(`/${familyPrefix}:`));
  }

  /** What somebody does by hand, without waiting for it. */
  async beginMove(service: string, taskDefinition: string): Promise<void> {
    await this.ecs.send(new UpdateServiceCommand({ cluster: this.name, service, taskDefinition }));
  }

  /** What somebody does by hand. */
  async move(service: string, taskDefinition: string): Promise<void> {
    await this.beginMove(service, taskDefinition);
    await this.untilSteady(service);
  }
}

export function time(date: Date | undefined): number {
  if (!date) throw new Error("ECS gave no time.");
  return date.getTime();
}
