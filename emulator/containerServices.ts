import type { Clock, Random } from "../support/clock";
import type { AllowedRights } from "./tasks/docker/hostRights";
import type { Permissions } from "./faults/permissions";
import { AuthorizationTokens } from "./services/ecr/distribution/authorizationTokens";
import { startEcr } from "./services/ecr/startEcr";
import { LogStore } from "./services/logs/logStore";
import { logsModule } from "./services/logs/logsModule";
import { SecretStore } from "./services/secretsmanager/secretStore";
import { secretsManagerModule } from "./services/secretsmanager/secretsManagerModule";
import { ParameterStore } from "./services/ssm/parameterStore";
import { ssmModule } from "./services/ssm/ssmModule";
import { DockerRuntime } from "./tasks/docker/dockerRuntime";
import type { EndpointSource } from "./tasks/docker/ports";
import { imageSource, secretSource } from "./tasks/docker/sources";
import type { ServiceModule } from "./wire/serviceModule";

export interface ContainerServicesOptions {
  /** AWS's clock, `timeScale` times as fast as `realClock`. */
  clock: Clock;
  realClock: Clock;
  timeScale: number;
  random: Random;
  account: string;
  region: string;
  /** The emulator's own: the registry keeps to them, too. */
  permissions?: Permissions;
  /** Unix socket of the registry to guard; without one there is no ECR. */
  registrySocket?: string;
  /** Runs tasks on this engine; without it the emulator simulates them. */
  docker?: {
    host: string;
    network: string;
    sandbox: string;
    pauseBinary: string;
    logFolder: string;
    allowed: AllowedRights;
  } & EndpointSource;
}

/** The parts of the emulator that real containers need beside ECS. */
export interface ContainerServices {
  modules: ServiceModule[];
  runtime?: DockerRuntime;
  /** `127.0.0.1:PORT` of the registry as ECR's clients reach it. */
  registryHost?: string;
  /** The digest of an image of that registry; undefined for an image of another one. */
  digestOf: (image: string) => Promise<string | undefined>;
  /** To be called after the emulator, which ends the runtime, has closed. */
  close(): Promise<void>;
}

/** The services that containers need beside ECS (logs, secrets, parameters, images), and the runtime of the containers. */
export async function startContainerServices(
  options: ContainerServicesOptions,
): Promise<ContainerServices> {
  const { clock, realClock, timeScale, random, account, region, docker } = options;
  const logs = new LogStore(clock, `arn:aws:logs:${region}:${account}`);
  const secrets = new SecretStore(clock, random, `arn:aws:secretsmanager:${region}:${account}`);
  const parameters = new ParameterStore(clock, `arn:aws:ssm:${region}:${account}`);
  const tokens = new AuthorizationTokens(realClock);
  const ecr =
    options.registrySocket === undefined
      ? undefined
      : await startEcr({ ...options, tokens }, options.registrySocket);
  const runtime =
    docker &&
    new DockerRuntime({
      dockerHost: docker.host,
      network: docker.network,
      sandbox: docker.sandbox,
      allowed: docker.allowed,
      pauseBinary: docker.pauseBinary,
      region,
      time: { emulated: clock, real: realClock, scale: timeScale },
      images: imageSource(ecr?.host, `${account}.dkr.ecr.${region}.amazonaws.com`, tokens),
      secrets: secretSource(secrets, parameters),
      logDrivers: { clock, logs, folder: docker.logFolder },
      endpoint: docker,
    });
  return {
    modules: [
      logsModule(logs),
      secretsManagerModule(secrets),
      ssmModule(parameters),
      ...(ecr ? [ecr.module] : []),
    ],
    runtime,
    registryHost: ecr?.host,
    digestOf: async (image) => ecr?.digestOf(image),
    close: async () => ecr?.close(),
  };
}
