import * as pulumi from "@pulumi/pulumi";
import { buildSecrets, EcsRelease, lookUpImages, Provider, refusal } from "./components";
import { gitFacts } from "./config/gitFacts";
import { readSettings } from "./config/readSettings";
import { SettingsError } from "./config/settingsError";

/** The SDK has it, but its declarations leave it out. */
const config = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/** The environment's settings; what is wrong with them ends the program as plain lines. */
async function settingsOfStack() {
  const stackConfig = pulumi.runtime.allConfig();
  try {
    return readSettings({
      stack: pulumi.getStack(),
      stackConfig,
      secretKeys: Object.keys(stackConfig).filter((key) => config.isConfigSecret(key)),
      env: process.env,
      git: await gitFacts(process.cwd()),
    });
  } catch (error) {
    throw error instanceof SettingsError ? refusal(error.message) : error;
  }
}

export = async () => {
  const { settings, warnings } = await settingsOfStack();
  for (const warning of warnings) await pulumi.log.warn(warning);

  const provider = new Provider("aws", settings.aws);
  const wanted = settings.images.map(({ build, ...image }) => ({
    ...image,
    // A dirty tree's tag names no commit: what it held before is not what is here.
    rebuild: settings.commit.dirty,
    ...(build && { build: { ...build, secrets: buildSecrets(build.secrets, process.env) } }),
  }));
  const images = await lookUpImages(wanted, { provider });
  const { cluster, commit, services, environment, versionVariable, migration } = settings;
  const { noProgress, timeout, failEarly } = settings.rollout;
  const release = new EcsRelease(
    "release",
    {
      cluster,
      commit: commit.version,
      images,
      services,
      environment,
      versionVariable,
      ...(migration && { migration }),
      rollout: { noProgress, timeout, ...(failEarly !== false && { failEarly }) },
    },
    { provider },
  );
  return { services: release.services, images: release.images, commit: release.commit };
};
