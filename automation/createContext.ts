import { existsSync } from "node:fs";
import path from "node:path";
import { hasCredentials } from "../aws/credentials";
import { findBuildkiteAgent } from "./ci/buildkite/agentCommand";
import { checkout } from "../support/checkout";
import { gitFacts } from "../config/sources/gitFacts";
import type { Settings } from "../config/settings";
import { createAwsEcsApi } from "../targets/ecs/awsEcsApi";
import { connectRegistry } from "../registry/connectRegistry";
import { temporaryDockerConfig, type RegistryLogin } from "../registry/logins/dockerConfig";
import { parseRepositoryUrl } from "../registry/reference";
import { systemClock } from "../support/clock";
import type { ActionContext, DockerLogin } from "./release/context";
import { findProgram } from "../support/findProgram";
import { createAwsCloudWatchApi } from "./gates/awsCloudWatchApi";
import { runCommand } from "./gates/runCommand";
import { createAwsSnsApi } from "./notify/awsSnsApi";
import { createNotifiers } from "./notify/createNotifiers";
import type * as attachProviderModule from "./workspace/attachProvider";
import { inlineProgram } from "./workspace/inline/inlineProgram";
import { findPulumi } from "./workspace/installation/pulumiInstallation";
import { readStackFile } from "./workspace/stackFile";
import { PulumiWorkspace } from "./workspace/pulumiWorkspace";

const slackApi = "https://slack.com/api";

type Outside = Pick<ActionContext, "io" | "mask" | "env" | "signal"> & { readonly cwd: string };

/** Actions as they run for people: real Pulumi, real AWS, real registries. */
export function createContext({ cwd, ...outside }: Outside): ActionContext {
  const { env } = outside;
  const folder = projectFolder(cwd);
  // Where a program runs: what its settings name is relative to it.
  if (folder !== cwd) process.chdir(folder);
  const agent = findBuildkiteAgent(env, systemClock);
  return {
    ...outside,
    clock: systemClock,
    workspace: async () => {
      const pulumi = await findPulumi(env, folder);
      const program = inlineProgram;
      return new PulumiWorkspace({ folder, pulumi, clock: systemClock, attach, program });
    },
    git: gitFacts,
    dockerLogin: (settings) => dockerLogin(settings, env),
    ecs: createAwsEcsApi,
    registry: (settings) => connectRegistry(settings, env).images,
    alarms: createAwsCloudWatchApi,
    fetch,
    runCommand: (command, signal) =>
      runCommand(command, { folder, env, clock: systemClock }, signal),
    hasProgram: (program) => findProgram(program, { folder, env }) !== undefined,
    ...(agent && { buildkite: agent }),
    project: { folder, stackFile: (stack) => readStackFile(folder, stack) },
    hasCredentials,
    notifiers: (settings) =>
      createNotifiers(settings, { env, send: fetch, sns: createAwsSnsApi, slackApi }),
  };
}

/** Loaded only by commands that run the engine: it brings every AWS client along. */
const attach: typeof attachProviderModule.attachProvider = (...given) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` can't be bundled from CommonJS without an extension
  const loaded = require("./workspace/attachProvider") as typeof attachProviderModule;
  return loaded.attachProvider(...given);
};

/**
 * The folder of the Pulumi project. Slipway's own project is used inside its checkout only: from
 * anywhere else it would build Slipway's demo, and share its state with every other application.
 */
function projectFolder(cwd: string): string {
  const files = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];
  const here = files.some((file) => existsSync(path.join(cwd, file)));
  const inside = cwd === checkout || cwd.startsWith(checkout + path.sep);
  return here || !inside ? cwd : checkout;
}

/** A Docker config with a login for every registry that an image may be pushed to. */
async function dockerLogin(settings: Settings, env: ActionContext["env"]): Promise<DockerLogin> {
  const { credentials } = connectRegistry(settings.aws, env);
  const built = settings.images.filter((image) => image.build !== undefined);
  const hosts = new Set(built.map((image) => parseRepositoryUrl(image.repositoryUrl).registry));
  const found = await Promise.all(
    [...hosts].map(async (registry): Promise<RegistryLogin[]> => {
      const login = await credentials(registry);
      return login ? [{ registry, credentials: login }] : [];
    }),
  );
  const logins = found.flat();
  const config = await temporaryDockerConfig(env, logins);
  return {
    env: config.env,
    secrets: logins.flatMap((login) => [
      login.credentials.password,
      Buffer.from(`${login.credentials.username}:${login.credentials.password}`).toString("base64"),
    ]),
    remove: () => config.remove(),
  };
}
