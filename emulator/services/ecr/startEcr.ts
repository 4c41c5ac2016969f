import type { Clock } from "../../../support/clock";
import type { Permissions } from "../../faults/permissions";
import type { ServiceModule } from "../../wire/serviceModule";
import type { AuthorizationTokens } from "./distribution/authorizationTokens";
import { RegistryClient } from "./distribution/registryClient";
import { RegistryGuard } from "./distribution/registryGuard";
import { Repositories } from "./distribution/repositories";
import { ecrModule } from "./ecrModule";

export interface EcrOptions {
  clock: Clock;
  account: string;
  region: string;
  /** The emulator's own, for the registry to keep to. */
  permissions?: Permissions;
  tokens: AuthorizationTokens;
}

/** ECR, and the registry that it guards. */
export interface Ecr {
  module: ServiceModule;
  /** `127.0.0.1:PORT` of the registry as ECR's clients reach it. */
  host: string;
  /** The digest of an image of this registry; undefined for an image of another one. */
  digestOf(image: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/**
 * Starts the guard in front of a registry, and ECR over both.
 * @param socket the registry's unix socket
 */
export async function startEcr(options: EcrOptions, socket: string): Promise<Ecr> {
  const { clock, account, region, permissions, tokens } = options;
  const registry = new RegistryClient(socket);
  const repositories = new Repositories();
  const guard = await RegistryGuard.start({
    upstream: registry,
    tokens,
    repositories,
    account,
    clock,
    permissions,
  });
  const { host } = guard;
  return {
    host,
    module: ecrModule({ account, region, clock, repositories, registry, tokens, host }),
    async digestOf(image) {
      const [, imageHost, repository = "", tag = "latest"] =
        /^([^/]+)\/([^:]+)(?::(.+))?$/.exec(image) ?? [];
      return imageHost === host ? registry.digestOf(repository, tag) : undefined;
    },
    async close() {
      await guard.close();
      registry.close();
    },
  };
}
