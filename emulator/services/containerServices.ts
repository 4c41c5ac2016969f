import type { Clock, Random } from "../../support/clock";
import { AuthorizationTokens } from "../registryGuard/authorizationTokens";
import { RegistryClient } from "../registryGuard/registryClient";
import { RegistryGuard } from "../registryGuard/registryGuard";
import { Repositories } from "../registryGuard/repositories";
import { DockerRuntime } from "../runtime/docker/dockerRuntime";
import type { AllowedRights } from "../runtime/docker/hostRights";
import type { EndpointSource, ImageSource, SecretSource } from "../runtime/docker/ports";
import type { Permissions } from "../scenario/permissions";
import type { ServiceModule } from "../server/serviceModule";
import { ecrModule } from "./ecr/ecrModule";
import { LogStore } from "./logs/logStore";
import { logsModule } from "./logs/logsModule";
import { SecretStore } from "./secretsmanager/secretStore";
import { secretsManagerModule } from "./secretsmanager/secretsManagerModule";
import { ParameterStore } from "./ssm/parameterStore";
import { ssmModule } from "./ssm/ssmModule";

export interface ContainerServicesOptions {
  /** AWS's clock, `timeScale` times as fast as `realClock`. */
  clock: Clock;
  realClock: Clock;
  timeScale: number;
  random: Random;
  account: string;
  region: string;
  /** The emulator's own, for the registry to keep to. */
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

/** The AWS services that containers need beside ECS, and what runs the containers. */
export interface ContainerServices {
  modules: ServiceModule[];
  runtime?: DockerRuntime;
  /** `127.0.0.1:PORT` of the registry as ECR's clients reach it. */
  registryHost?: string;
  /** What an image of that registry is; undefined for those of others. */
  digestOf: (image: string) => Promise<string | undefined>;
  /** To be called after the emulator, which ends the runtime, has closed. */
  close(): Promise<void>;
}

export async function startContainerServices(
  options: ContainerServicesOptions,
): Promise<ContainerServices> {
  const { clock, realClock, timeScale, random, account, region } = options;
  const logs = new LogStore(clock, `arn:aws:logs:${region}:${account}`);
  const secrets = new SecretStore(clock, random, `arn:aws:secretsmanager:${region}:${account}`);
  const parameters = new ParameterStore(clock, `arn:aws:ssm:${region}:${account}`);
  const modules = [logsModule(logs), secretsManagerModule(secrets), ssmModule(parameters)];
  const tokens = new AuthorizationTokens(realClock);
  const registry =
    options.registrySocket === undefined
      ? undefined
      : await startRegistry(options, options.registrySocket, tokens);
  if (registry) modules.push(registry.module);
  const { docker } = options;
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
      images: imageSource(registry?.host, `${account}.dkr.ecr.${region}.amazonaws.com`, tokens),
      secrets: secretSource(secrets, parameters),
      logDrivers: { clock, logs, folder: docker.logFolder },
      endpoint: docker,
    });
  return {
    modules,
    runtime,
    registryHost: registry?.host,
    digestOf: async (image) => registry?.digestOf(image),
    close: async () => registry?.close(),
  };
}

interface Registry extends Required<Pick<ContainerServices, "digestOf" | "close">> {
  module: ServiceModule;
  host: string;
}

async function startRegistry(
  { clock, account, region, permissions }: ContainerServicesOptions,
  socket: string,
  tokens: AuthorizationTokens,
): Promise<Registry> {
  const upstream = new RegistryClient(socket);
  const repositories = new Repositories();
  const guard = await RegistryGuard.start({
    ...{ upstream, tokens, repositories, account, clock },
    ...(permissions && { permissions }),
  });
  const { host } = guard;
  return {
    host,
    module: ecrModule({ account, region, clock, repositories, registry: upstream, tokens, host }),
    async digestOf(image) {
      const [, asked, repository = "", tag = "latest"] =
        /^([^/]+)\/([^:]+)(?::(.+))?$/.exec(image) ?? [];
      return asked === host ? upstream.digestOf(repository, tag) : undefined;
    },
    async close() {
      await guard.close();
      upstream.close();
    },
  };
}

function imageSource(
  host: string | undefined,
  ecrHost: string,
  tokens: AuthorizationTokens,
): ImageSource {
  return {
    localReference: (image) =>
      host !== undefined && image.startsWith(`${ecrHost}/`)
        ? host + image.slice(ecrHost.length)
        : image,
    credentials(asked) {
      if (asked !== host) return undefined;
      const { username, password } = tokens.issue();
      return { username, password };
    },
  };
}

function secretSource(secrets: SecretStore, parameters: ParameterStore): SecretSource {
  return {
    secret(reference, versionStage, versionId) {
      const [, { value }] = secrets.version(reference, versionId, versionStage);
      return value.SecretString ?? Buffer.from(value.SecretBinary ?? "", "base64").toString("utf8");
    },
    parameter: (nameOrArn) => parameters.get(nameOrArn)?.value,
  };
}
