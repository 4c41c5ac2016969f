import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  RegisterTaskDefinitionCommand,
  waitUntilServicesStable,
} from "@aws-sdk/client-ecs";
import { balanceWeb, type WebBalancer } from "./balanceWeb";
import { ensureLogGroup, ensureParameter, ensureSecret } from "./ensure";
import type { DemoApi } from "./awsDemoApi";
import { readServiceFiles, serviceNames, type DemoService } from "./serviceFiles";

export interface SeedRequest {
  readonly account: string;
  readonly cluster: string;
  /** The environment's name: `staging`. */
  readonly environment: string;
  readonly architecture: "X86_64" | "ARM64";
  /** Of the sidecar, and what the bootstrap image is made from. */
  readonly baseImage: string;
  /** What the application's containers run before the first release. */
  readonly bootstrapImage: string;
  readonly secrets: DemoSecrets;
}

/** What the task definitions name under `secrets`; it never shows in any output. */
export interface DemoSecrets {
  readonly databaseUrl: string;
  readonly secretKey: string;
}

/**
 * Brings the demo's AWS into being: cluster, secrets, log groups, load balancer, services. What is
 * there already is left as it is, so that a second call changes nothing.
 */
export async function seed(api: DemoApi, request: SeedRequest): Promise<WebBalancer> {
  const { cluster, environment, secrets } = request;
  await api.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const [secretKeyArn, balancer] = await Promise.all([
    ensureSecret(api, `mage/${environment}/secret-key`, secrets.secretKey),
    balanceWeb(api, cluster),
    ensureParameter(api, `/mage/${environment}/database-url`, secrets.databaseUrl),
    ...["/ecs/mage-web", "/ecs/mage-worker", "/ecs/log-router"].map((name) =>
      ensureLogGroup(api, name),
    ),
  ]);
  const services = await readServiceFiles({
    ...{ ...request, region: api.region, secretKeyArn },
    targetGroupArn: balancer.targetGroupArn,
  });
  const active = await activeServices(api, cluster);
  for (const service of services) {
    if (!active.has(service.service.serviceName)) await createService(api, service);
  }
  return balancer;
}

/**
 * Waits until the demo's services are steady.
 * @param seconds at most so long
 */
export async function waitSteady(
  api: DemoApi,
  cluster: string,
  seconds: number,
  abortSignal?: AbortSignal,
): Promise<void> {
  await waitUntilServicesStable(
    {
      client: api.ecs,
      maxWaitTime: seconds,
      minDelay: 1,
      maxDelay: 2,
      ...(abortSignal && { abortSignal }),
    },
    { cluster, services: [...serviceNames] },
  );
}

async function activeServices(api: DemoApi, cluster: string): Promise<Set<string | undefined>> {
  const answer = await api.ecs.send(
    new DescribeServicesCommand({ cluster, services: [...serviceNames] }),
  );
  const active = (answer.services ?? []).filter((service) => service.status === "ACTIVE");
  return new Set(active.map((service) => service.serviceName));
}

async function createService(
  api: DemoApi,
  { taskDefinition, service }: DemoService,
): Promise<void> {
  const registered = await api.ecs.send(new RegisterTaskDefinitionCommand(taskDefinition));
  await api.ecs.send(
    new CreateServiceCommand({
      ...service,
      taskDefinition: registered.taskDefinition?.taskDefinitionArn,
    }),
  );
}
