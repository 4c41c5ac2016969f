import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { createEmulator } from "../../../emulator/emulator";
import { startContainerServices } from "../../../emulator/containerServices";
import { seededRandom } from "../../../emulator/core/seededRandom";
import { VirtualClock } from "../../_helpers/virtualClock";
import { testAccess, testKey } from "../../_helpers/testAccess";
import { responseCheck } from "./responseCheck";
import { SocketRegistry } from "./socketRegistry";

/** The services beside ECS on virtual time, their SDK clients, and a registry in memory behind ECR. */
export async function containerAws() {
  const clock = new VirtualClock();
  const realClock = new VirtualClock();
  const random = seededRandom(1);
  const account = "123456789012";
  const region = "us-east-1";
  const registry = await new SocketRegistry().listen();
  const services = await startContainerServices({
    ...{ clock, realClock, random, account, region },
    timeScale: 1,
    registrySocket: registry.socket,
  });
  const emulator = createEmulator({
    ...{ clock, random, account, region, ...testAccess },
    modules: () => services.modules,
    interceptors: [responseCheck],
  });
  const { endpoint } = await emulator.listen();
  const client = { endpoint, region, credentials: testKey, maxAttempts: 1 };
  const ecr = new ECRClient(client);
  return {
    ...{ clock, realClock, registry, ecr, endpoint },
    registryHost: services.registryHost ?? "",
    logs: new CloudWatchLogsClient(client),
    secrets: new SecretsManagerClient(client),
    ssm: new SSMClient(client),
    /** An Authorization header with a fresh ECR token. */
    async login(): Promise<string> {
      const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
      return `Basic ${authorizationData?.[0]?.authorizationToken ?? ""}`;
    },
    async close(): Promise<void> {
      await emulator.close();
      await services.close();
      await registry.close();
    },
  };
}
export type ContainerAws = Awaited<ReturnType<typeof containerAws>>;
