import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import path from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { messageOf } from "../../support/errors";
import { PulumiMissing, PulumiTooOld } from "./errors";
import { PulumiCli } from "./pulumiCli";

type Environment = Readonly<Record<string, string | undefined>>;

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

const manifest = z.object({
  parts: z.object({
    pulumi: z.object({ path: z.string() }),
    pulumiHome: z.object({ path: z.string() }).optional(),
  }),
});

/** What `npm run setup` wrote down: root of `bin/pulumi`, and the folder of its plugins. */
function toolchain(env: Environment): { root: string; home?: string } | undefined {
  const cache = env.XDG_CACHE_HOME ?? path.join(env.HOME ?? homedir(), ".cache");
  const file = path.join(cache, "slipway", "toolchain.json");
  if (!existsSync(file)) return undefined;
  const parsed = manifest.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.success) return undefined;
  const { pulumi, pulumiHome } = parsed.data.parts;
  if (!existsSync(pulumi.path)) return undefined;
  return { root: path.dirname(path.dirname(pulumi.path)), home: pulumiHome?.path };
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
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
