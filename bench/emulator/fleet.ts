import type { ECSClient } from "@aws-sdk/client-ecs";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { systemClock } from "../../support/clock";

const cluster = "main";
/** As many services as one DescribeServices may name. */
const page = 10;

/** Many services of an emulator, all of the same two families. */
export class Fleet {
  private readonly names: string[];

  constructor(
    private readonly ecs: ECSClient,
    services: number,
    private readonly tasks: number,
  ) {
    this.names = Array.from({ length: services }, (_, i) => `service-${i}`);
  }

  async create(): Promise<void> {
    await this.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    for (const family of ["before", "after"]) {
      const web = { name: "web", image: `registry.test/${family}:1`, memory: 128 };
      await this.ecs.send(
        new RegisterTaskDefinitionCommand({ family, containerDefinitions: [web] }),
      );
    }
    await this.each((serviceName) =>
      this.ecs.send(
        new CreateServiceCommand({
          ...{ cluster, serviceName, taskDefinition: "before", desiredCount: this.tasks },
        }),
      ),
    );
  }

  /** A new deployment of every service. */
  async deploy(): Promise<void> {
    await this.each((service) =>
      this.ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition: "after" })),
    );
  }

  /**
   * Describes ten services at a time, one call after the other, until all have completed their deployments.
   * @returns milliseconds of each call
   * @throws Error where they have not within ten minutes
   */
  async untilSteady(): Promise<number[]> {
    const durations: number[] = [];
    const deadline = performance.now() + 600_000;
    const open = new Set(this.names);
    while (open.size > 0) {
      if (performance.now() > deadline) throw new Error(`${open.size} services are not steady.`);
      const services = [...open].slice(0, page);
      const start = performance.now();
      const answer = await this.ecs.send(new DescribeServicesCommand({ cluster, services }));
      durations.push(performance.now() - start);
      for (const { serviceName = "", deployments = [] } of answer.services ?? []) {
        // Those that go on are asked for again after all of the others.
        open.delete(serviceName);
        const [only, ...others] = deployments;
        if (others.length > 0 || only?.rolloutState !== "COMPLETED") open.add(serviceName);
      }
      await systemClock.sleep(5);
    }
    return durations;
  }

  /** Ten at a time. */
  private async each(call: (name: string) => Promise<unknown>): Promise<void> {
    for (let i = 0; i < this.names.length; i += page) {
      await Promise.all(this.names.slice(i, i + page).map(call));
    }
  }
}
