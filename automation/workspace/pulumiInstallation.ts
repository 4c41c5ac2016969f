import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import path from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { messageOf } from "../../support/errors";
import { manifestFile, readToolchain, ToolchainMissingError } from "../../toolchain/manifest";
import { isProgram } from "../../support/findProgram";
import { PulumiMissing, PulumiTooOld } from "./errors";
import { fileBackend } from "./fileBackend";
import { PulumiCli } from "./pulumiCli";
import type { Environment } from "../../support/environment";

/** The first release that streams its events over a socket; older ones write them to a file. */
const oldest = "3.206.0";

export interface PulumiInstallation {
  /** For the Automation API. */
  readonly command: PulumiCommand;
  readonly cli: PulumiCli;
  /** What both need in their environment, beside what this process has. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The `pulumi` on PATH, else the one of Slipway's toolchain.
 * @throws PulumiMissing, PulumiTooOld
 */
export async function findPulumi(env: Environment, project: string): Promise<PulumiInstallation> {
  const onPath = executableOnPath("pulumi", env) !== undefined;
  const own = onPath ? undefined : toolchain(env);
  if (!onPath && own === undefined) throw new PulumiMissing();
  const home = env.PULUMI_HOME ?? own?.home;
  const command = await pulumiCommand(own?.root);
  const complete = pluginThere(project, home ?? path.join(homedir(), ".pulumi"), env);
  const extra = {
    ...(home !== undefined && { PULUMI_HOME: home }),
    ...fileBackend(env.PULUMI_BACKEND_URL),
    // Types are checked before a program is committed, not on the way to production.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...(complete && { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }),
  };
  return { command, cli: new PulumiCli(command.command, { ...env, ...extra }), env: extra };
}

async function pulumiCommand(root: string | undefined): Promise<PulumiCommand> {
  let command: PulumiCommand;
  try {
    command = await PulumiCommand.get({ root });
  } catch (error) {
    const text = messageOf(error);
    if (/version (requirement|mismatch)/i.test(text)) throw new PulumiTooOld(text);
    throw new PulumiMissing({ cause: error });
  }
  const { version } = command;
  if (version !== null && version.compare(oldest) < 0) {
    throw new PulumiTooOld(`Slipway needs Pulumi ${oldest} or newer; this is ${version.version}.`);
  }
  return command;
}

/** Of Slipway's own toolchain: the root of `bin/pulumi`, and the folder of its plugins. */
function toolchain(env: Environment): { root: string; home: string } | undefined {
  try {
    const { pulumi, pulumiHome } = readToolchain(manifestFile(env));
    return { root: path.dirname(path.dirname(pulumi.path)), home: pulumiHome.path };
  } catch (error) {
    if (error instanceof ToolchainMissingError) return undefined;
    throw error;
  }
}

/** Whether the only plugin that a release needs is installed in the version of the project. */
function pluginThere(project: string, home: string, env: Environment): boolean {
  if (executableOnPath("pulumi-resource-docker-build", env) !== undefined) return true;
  try {
    const resolve = createRequire(path.join(project, "Pulumi.yaml"));
    const { version } = resolve("@pulumi/docker-build/package.json") as { version: string };
    return existsSync(path.join(home, "plugins", `resource-docker-build-v${version}`));
  } catch {
    return false;
  }
}

function executableOnPath(name: string, env: Environment): string | undefined {
  return (env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => path.join(folder, name))
    .find(isProgram);
}
