import * as pulumi from "@pulumi/pulumi";
import { buildSecrets, EcsRelease, lookUpImages, plainly, Provider, refusal } from "./components";
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

async function release() {
  const { settings, warnings } = await settingsOfStack();
  for (const warning of warnings) await pulumi.log.warn(warning);

  if (settings.gates.length > 0 && process.env.SLIPWAY_RUNNER === undefined) {
    await pulumi.log.warn("Gates are not checked by plain pulumi: slipway up does.");
  }

  const provider = new Provider("aws", settings.aws);
  // The runner asks so where it goes back to an old image.
  const imageOnly = process.env.SLIPWAY_IMAGE_ONLY === "1";
  const force = process.env.SLIPWAY_FORCE;
  const wanted = settings.images.map(({ build, ...image }) => ({
    ...image,
    ...(imageOnly && { existing: image.existing ?? image.tag }),
    // A dirty tree's tag names no commit: what it held before is not what is here.
    rebuild: settings.commit.dirty,
    ...(build &&
      !imageOnly && { build: { ...build, secrets: buildSecrets(build.secrets, process.env) } }),
  }));
  const images = await lookUpImages(wanted, { provider });
  const { cluster, commit, environment, versionVariable, migration } = settings;
  const { noProgress, timeout, failEarly } = settings.rollout;
  const {
    services,
    images: released,
    commit: version,
  } = new EcsRelease(
    "release",
    {
      cluster,
      commit: commit.version,
      images,
      services: settings.services,
      environment,
      versionVariable,
      ...(migration && !imageOnly && { migration }),
      rollout: {
        ...{ noProgress, timeout },
        ...(failEarly !== false && { failEarly }),
        ...(force && { force }),
      },
    },
    { provider },
  );
  return { services, images: released, commit: version };
}

export = async () => {
  try {
    return await release();
  } catch (error) {
    throw await plainly(error);
  }
};
