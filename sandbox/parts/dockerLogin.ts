import { mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { SandboxFailed } from "../errors";
import type { Programs } from "../programs";
import type { SandboxPaths } from "../sandboxPaths";
import { writeJson } from "../sandboxState";
import { registryToken } from "./awsRegistryTokenApi";
import type { EmulatorAddress } from "./emulator";

/**
 * Writes a Docker config that is logged in to the sandbox's registry, with `docker buildx` as a plugin. The login holds
 * as long as an ECR token: it is to be written anew within 12 hours.
 */
export async function writeDockerLogin(
  paths: SandboxPaths,
  programs: Programs,
  address: EmulatorAddress,
  region: string,
): Promise<void> {
  const auth = await registryToken(address, region);
  if (auth === undefined) throw new SandboxFailed(`ECR at ${address.endpoint} gave no token.`);
  const plugins = path.join(paths.dockerConfig, "cli-plugins");
  await mkdir(plugins, { recursive: true, mode: 0o700 });
  const buildx = programs.find("buildx");
  if (buildx !== undefined) {
    const link = path.join(plugins, "docker-buildx");
    await rm(link, { force: true });
    await symlink(buildx, link);
  }
  await writeJson(path.join(paths.dockerConfig, "config.json"), {
    auths: { [address.registryHost]: { auth } },
  });
}
