import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type Deployment,
  type ECSClient,
  type Service,
} from "@aws-sdk/client-ecs";
import { systemClock } from "../../support/clock";
import type { ServiceState } from "./serviceState";

/** As many services as one DescribeServices may name. */
const page = 10;

/** The services of one run: a cluster of their own, families of their own. */
export class Cluster {
  constructor(
    private readonly ecs: ECSClient,
    readonly name: string,
    private readonly repositoryUrl: string,
    private readonly services: readonly string[],
  ) {}

  /** Two tasks a service, the circuit breaker with rollback, a health check, a sidecar. */
  async create(): Promise<void> {
    await this.ecs.send(new CreateClusterCommand({ clusterName: this.name }));
    for (const service of this.services) {
      await this.ecs.send(
        new CreateServiceCommand({
          cluster: this.name,
          serviceName: service,
          taskDefinition: await this.register(service, "before"),
          desiredCount: 2,
          deploymentConfiguration: {
            deploymentCircuitBreaker: { enable: true, rollback: true },
            minimumHealthyPercent: 100,
            maximumPercent: 200,
          },
        }),
      );
    }
  }

  /** As another deployer does it, with an image of its own. */
  async deployOther(): Promise<void> {
    for (const service of this.services) {
      const taskDefinition = await this.register(service, "other");
      await this.ecs.send(
        new UpdateServiceCommand({ cluster: this.name, service, taskDefinition }),
      );
    }
  }

  async states(commit: string): Promise<ServiceState[]> {
    const services: Service[] = [];
    for (let i = 0; i < this.services.length; i += page) {
      const names = this.services.slice(i, i + page);
      const answer = await this.ecs.send(
        new DescribeServicesCommand({ cluster: this.name, services: names }),
      );
      services.push(...(answer.services ?? []));
    }
    return Promise.all(
      services.map(async ({ deployments = [] }) => {
        const primary = deployments.find(({ status }) => status === "PRIMARY");
        if (primary?.rolloutState === "FAILED") return "failed";
        if (deployments.length !== 1 || primary?.rolloutState !== "COMPLETED") return "moving";
        const tag = await this.tagOf(primary);
        return tag === commit ? "new" : tag === "before" ? "old" : "other";
      }),
    );
  }

  /** Waits until nothing moves any more. @param seconds at most */
  async settled(commit: string, seconds: number): Promise<ServiceState[]> {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const states = await this.states(commit);
      if (!states.includes("moving") || Date.now() > until) return states;
      await systemClock.sleep(1_000);
    }
  }

  /** When ECS had the last service deployment of each service SUCCESSFUL, by AWS's clock. */
  async succeeded(): Promise<number[]> {
    const status = ["SUCCESSFUL" as const];
    const times: number[] = [];
    for (const service of this.services) {
      const { serviceDeployments: [last] = [] } = await this.ecs.send(
        new ListServiceDeploymentsCommand({ cluster: this.name, service, status }),
      );
      if (last?.finishedAt) times.push(last.finishedAt.getTime());
    }
    return times;
  }

  private async tagOf({ taskDefinition }: Deployment): Promise<string | undefined> {
    const answer = await this.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    const [app] = answer.taskDefinition?.containerDefinitions ?? [];
    return app?.image?.split(":").at(-1);
  }

  private async register(service: string, tag: string): Promise<string> {
    const { taskDefinition } = await this.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: `${this.name}-${service}`,
        containerDefinitions: [
          {
            name: "app",
            image: `${this.repositoryUrl}:${tag}`,
            memory: 128,
            essential: true,
            environment: [{ name: "DD_VERSION", value: tag }],
            healthCheck: { command: ["CMD", "true"], interval: 10, retries: 3, startPeriod: 10 },
          },
          { name: "router", image: "public.ecr.aws/router:3", memory: 64, essential: false },
        ],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? "";
  }
}
