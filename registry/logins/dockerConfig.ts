import { readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { makeRunFolder } from "../../support/runFolders";
import type { Environment } from "../../support/environment";
import { dockerConfigDirectory, readDockerConfig, type DockerConfigFile } from "./dockerConfigFile";
import { basicAuthorization, type RegistryCredentials } from "./credentialSource";

export interface RegistryLogin {
  /** `host[:port]` */
  readonly registry: string;
  readonly credentials: RegistryCredentials;
}

/** A Docker config of this run's own. */
export interface TemporaryDockerConfig {
  readonly directory: string;
  /** What the processes that are to use it need. */
  readonly env: { readonly DOCKER_CONFIG: string; readonly BUILDX_CONFIG: string };
  remove(): Promise<void>;
}

/**
 * Writes a Docker config for this run beside the user's: the same, with the logins added. The
 * user's file is never written to, contexts and plugins stay what they are, and buildx keeps its
 * builders.
 */
export async function temporaryDockerConfig(
  env: Environment,
  logins: readonly RegistryLogin[],
): Promise<TemporaryDockerConfig> {
  const original = resolve(dockerConfigDirectory(env));
  const config = withLogins(await readDockerConfig(original), logins);
  const directory = await makeRunFolder("docker");
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const text = `${JSON.stringify(config, null, 2)}\n`;
    await writeFile(join(directory, "config.json"), text, { mode: 0o600 });
    await linkOthers(original, directory);
  } catch (error) {
    await remove();
    throw error;
  }
  const buildx = env["BUILDX_CONFIG"];
  return {
    directory,
    env: {
      DOCKER_CONFIG: directory,
      BUILDX_CONFIG: buildx === undefined || buildx === "" ? join(original, "buildx") : buildx,
    },
    remove,
  };
}

/** Runs `work` with a temporary Docker config that is gone afterwards, however it ends. */
export async function withDockerConfig<T>(
  env: Environment,
  logins: readonly RegistryLogin[],
  work: (config: TemporaryDockerConfig) => Promise<T>,
): Promise<T> {
  const config = await temporaryDockerConfig(env, logins);
  try {
    return await work(config);
  } finally {
    await config.remove();
  }
}

/** A Docker config with the logins in it, and none of its helpers in their way. */
export function withLogins(
  config: DockerConfigFile,
  logins: readonly RegistryLogin[],
): DockerConfigFile {
  const auths = { ...config.auths };
  const credHelpers = { ...config.credHelpers };
  for (const { registry, credentials } of logins) {
    const key = registry === "docker.io" ? "https://index.docker.io/v1/" : registry;
    auths[key] =
      credentials.identityToken === undefined
        ? { auth: basicAuthorization(credentials).replace("Basic ", "") }
        : { identitytoken: credentials.identityToken };
    // An empty helper's name makes Docker look into this file, whatever the store for the rest is.
    if (config.credsStore !== undefined || credHelpers[key] !== undefined) credHelpers[key] = "";
  }
  return {
    ...config,
    auths,
    ...(Object.keys(credHelpers).length > 0 && { credHelpers }),
  };
}

/** Contexts, CLI plugins, trust: everything beside config.json, as links. */
async function linkOthers(original: string, directory: string): Promise<void> {
  const names = await readdir(original).catch(() => []);
  for (const name of names) {
    if (name !== "config.json") await symlink(join(original, name), join(directory, name));
  }
}
