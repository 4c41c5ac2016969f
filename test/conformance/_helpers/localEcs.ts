import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type CreateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import { createHash } from "node:crypto";
import { createAwsEcsApi } from "../../../targets/ecs/awsEcsApi";
import type { EcsApi } from "../../../targets/ecs/ecsApi";
import { createEmulator, type Emulator } from "../../../emulator/emulator";
import { readScenario } from "../../../emulator/faults/scenario";
import { LogStore } from "../../../emulator/services/logs/logStore";
import { logsModule } from "../../../emulator/services/logs/logsModule";
import { testAccess, testKey } from "../../_helpers/testAccess";
import { scaledClock, systemClock, type Clock } from "../../../support/clock";

/** One emulated minute takes a quarter of a second. */
const speed = 240;

/**
 * ECS in this process: the emulator over HTTP, and the adapter as a release has it. Containers of
 * an image tagged `crash…` end with exit code 1 a second after they started.
 */
export class LocalEcs {
  readonly clock: Clock = scaledClock(systemClock, speed);
  private readonly emulator: Emulator = createEmulator({
    ...testAccess,
    clock: this.clock,
    modules: ({ clock, region, account }) => [
      logsModule(new LogStore(clock, `arn:aws:logs:${region}:${account}`)),
    ],
  });
  private started: { client: ECSClient; api: EcsApi; endpoint: string } | undefined;

  async start(): Promise<void> {
    this.fail({});
    const { endpoint } = await this.emulator.listen();
    this.started = {
      endpoint,
      api: createAwsEcsApi({ region: "us-east-1", endpoints: { ecs: endpoint } }),
      client: new ECSClient({ region: "us-east-1", endpoint, credentials: testKey }),
    };
    await this.client.send(new CreateClusterCommand({ clusterName: "main" }));
  }

  /** Puts a scenario's other faults into force. */
  fail(scenario: { api?: object[]; stale?: object }): void {
    const crash = { image: "*:crash*", exit: { after: 1, code: 1 } };
    this.emulator.apply(readScenario({ ...scenario, tasks: [crash] }));
  }

  async stop(): Promise<void> {
    this.started?.client.destroy();
    await this.emulator.close();
  }

  get api(): EcsApi {
    if (!this.started) throw new Error("not started");
    return this.started.api;
  }

  get endpoint(): string {
    if (!this.started) throw new Error("not started");
    return this.started.endpoint;
  }

  get client(): ECSClient {
    if (!this.started) throw new Error("not started");
    return this.started.client;
  }

  async define(family: string, tag: string, logGroup?: string): Promise<string> {
    const logConfiguration = logGroup !== undefined && {
      logDriver: "awslogs" as const,
      options: {
        "awslogs-group": logGroup,
        "awslogs-region": "us-east-1",
        "awslogs-stream-prefix": family,
      },
    };
    const { taskDefinition } = await this.client.send(
      new RegisterTaskDefinitionCommand({
        family,
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        cpu: "256",
        memory: "512",
        executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        containerDefinitions: [
          {
            name: "app",
            image: `registry.test/app:${tag}`,
            essential: true,
            ...(logConfiguration && { logConfiguration }),
          },
          { name: "log", image: "registry.test/log:1", essential: false },
        ],
        tags: [{ key: "team", value: "a" }],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? "";
  }

  async createService(
    serviceName: string,
    taskDefinition: string,
    more: Partial<CreateServiceCommandInput> = {},
  ): Promise<void> {
    await this.client.send(
      new CreateServiceCommand({
        cluster: "main",
        serviceName,
        taskDefinition,
        desiredCount: 2,
        launchType: "FARGATE",
        networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
        ...more,
      }),
    );
  }

  /** Waits until the services' only deployments are completed. */
  async steady(...services: string[]): Promise<void> {
    for (const service of services) {
      for (let tries = 0; tries < 200; tries++) {
        const { services: found } = await this.api.describeServices("main", [service]);
        const deployments = found[0]?.deployments ?? [];
        if (deployments.length === 1 && deployments[0]?.rolloutState === "COMPLETED") break;
        await this.clock.sleep(5_000);
      }
    }
  }
}

/** What the emulator's simulated tasks say that the image's digest is. */
export function digestOf(image: string): string {
  return `sha256:${createHash("sha256").update(image).digest("hex")}`;
}
