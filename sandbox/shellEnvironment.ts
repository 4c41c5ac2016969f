import path from "node:path";
import { manifestFile } from "../toolchain/manifest";
import type { Programs } from "./programs";
import type { SandboxPaths } from "./sandboxPaths";
import type { Environment } from "../support/environment";

export interface SandboxAddresses {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Of the control endpoint. */
  token: string;
  region: string;
  dockerHost: string | undefined;
  builder: string | undefined;
}

/**
 * The folders that a shell of the sandbox's needs before its PATH. One that the machine has there
 * anyway stays in its place: the toolchain's own are in no other shell.
 */
export function shellFolders(programs: Programs, outer: Environment): string[] {
  const own = path.dirname(manifestFile(outer)) + path.sep;
  const present = (outer.PATH ?? "").split(path.delimiter);
  return programs
    .folders(["pulumi", "pulumiLanguageNodejs", "buildx", "docker", "aws"])
    .filter((folder) => folder.startsWith(own) || !present.includes(folder));
}

/** What a shell needs to work with the sandbox as with an AWS account: AWS, Docker, BuildKit and Pulumi. */
export function shellEnvironment(
  paths: SandboxPaths,
  programs: Programs,
  { region, dockerHost, builder, ...emulator }: SandboxAddresses,
  outer: Environment,
): Record<string, string> {
  const pulumiHome = programs.find("pulumiHome");
  return {
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_ACCESS_KEY_ID: emulator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
    SLIPWAY_SANDBOX_TOKEN: emulator.token,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    DOCKER_CONFIG: paths.dockerConfig,
    ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }),
    BUILDX_CONFIG: paths.buildx,
    ...(builder !== undefined && { BUILDX_BUILDER: builder }),
    PULUMI_BACKEND_URL: `file://${paths.pulumi}`,
    PULUMI_CONFIG_PASSPHRASE: "sandbox",
    ...(pulumiHome !== undefined && { PULUMI_HOME: pulumiHome }),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PATH: [...shellFolders(programs, outer), outer.PATH ?? ""].join(path.delimiter),
  };
}
