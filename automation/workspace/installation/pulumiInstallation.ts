import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { manifestFile, readToolchain, ToolchainMissingError } from "../../../toolchain/manifest";
import type { Environment } from "../../../support/environment";
import { findProgram } from "../../../support/findProgram";
import { homeFolder, userName } from "../../../support/homeFolder";
import { PulumiMissing, PulumiTooOld } from "../errors";
import { fileBackend } from "./fileBackend";
import { PulumiCli } from "./pulumiCli";
import { pulumiVersion } from "./pulumiVersion";

/** The first release that streams its events over a socket; older ones write them to a file. */
const oldest = [3, 206, 0] as const;

export interface PulumiInstallation {
  /** For the Automation API. */
  readonly command: PulumiCommand;
  readonly cli: PulumiCli;
  /** The variables that both need beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The `pulumi` on PATH, else the one of Slipway's toolchain.
 * @throws PulumiMissing, PulumiTooOld
 */
export async function findPulumi(env: Environment, project: string): Promise<PulumiInstallation> {
  const place = { folder: project, env };
  const onPath = findProgram("pulumi", place);
  const own = onPath === undefined ? toolchain(env) : undefined;
  const file = onPath ?? own?.program;
  if (file === undefined) throw new PulumiMissing();
  const home = env.PULUMI_HOME ?? own?.home;
  const user = { HOME: homeFolder(env), USER: userName(env) };
  const complete = pluginThere(project, home ?? path.join(user.HOME, ".pulumi"), env);
  const extra = {
    ...user,
    ...(home !== undefined && { PULUMI_HOME: home }),
    ...fileBackend(env.PULUMI_BACKEND_URL),
    // Types are checked before a program is committed, not on the way to production.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...(complete && { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }),
  };
  // One that is on PATH has its language hosts there as well.
  const name = onPath === undefined ? file : "pulumi";
  const cli = new PulumiCli(name, { ...env, ...extra });
  const version = await versionOf(file, cli, place);
  return { command: pulumiCommand(name, version), cli, env: extra };
}

async function versionOf(
  file: string,
  cli: PulumiCli,
  { folder, env }: { readonly folder: string; readonly env: Environment },
): Promise<Version> {
  let text: string;
  try {
    const memory = path.join(path.dirname(manifestFile(env)), "pulumi-version.json");
    text = await pulumiVersion(file, memory, () => cli.run(["version"], folder));
  } catch (error) {
    throw new PulumiMissing({ cause: error });
  }
  const version = versionIn(text);
  if (version === undefined) {
    throw new PulumiMissing({ cause: new Error(`\`pulumi version\` says ${text}`) });
  }
  if ((version.numbers[0] ?? 0) > oldest[0]) {
    throw new PulumiTooOld(`Slipway works with Pulumi 3; this is ${version.text}.`);
  }
  if (isOlder(version.numbers)) {
    throw new PulumiTooOld(
      `Slipway needs Pulumi ${oldest.join(".")} or newer; this is ${version.text}.`,
    );
  }
  return version;
}

interface Version {
  readonly text: string;
  readonly numbers: readonly number[];
}

/** `v3.245.0`, `3.250.0-alpha.1+dirty` */
function versionIn(said: string): Version | undefined {
  const [text, ...numbers] = /(\d+)\.(\d+)\.(\d+)\S*/.exec(said) ?? [];
  return text === undefined ? undefined : { text, numbers: numbers.map(Number) };
}

function isOlder(version: readonly number[]): boolean {
  const different = oldest.findIndex((part, n) => part !== version[n]);
  return different >= 0 && (version[different] ?? 0) < (oldest[different] ?? 0);
}

/** As `PulumiCommand.get` makes it, which would ask for the version each time. */
function pulumiCommand(command: string, { text }: Version): PulumiCommand {
  const made = Object.create(PulumiCommand.prototype) as PulumiCommand;
  // The SDK reads nothing else of a version.
  return Object.assign(made, { command, version: { toString: () => text } });
}

/** Of Slipway's own toolchain: the program, and the folder of its plugins. */
function toolchain(env: Environment): { program: string; home: string } | undefined {
  try {
    const { pulumi, pulumiHome } = readToolchain(manifestFile(env));
    return { program: pulumi.path, home: pulumiHome.path };
  } catch (error) {
    if (error instanceof ToolchainMissingError) return undefined;
    throw error;
  }
}

/** Whether the only plugin that a release needs is installed in the version of the project. */
function pluginThere(project: string, home: string, env: Environment): boolean {
  const onPath = findProgram("pulumi-resource-docker-build", { folder: project, env });
  if (onPath !== undefined) return true;
  try {
    const resolve = createRequire(path.join(project, "Pulumi.yaml"));
    const { version } = resolve("@pulumi/docker-build/package.json") as { version: string };
    return existsSync(path.join(home, "plugins", `resource-docker-build-v${version}`));
  } catch {
    return false;
  }
}
