import * as pulumi from "@pulumi/pulumi";
import {
  bakeTarget,
  buildSecrets,
  EcsRelease,
  lookUpImages,
  lookUpPromotion,
  plainly,
  Provider,
  refusal,
} from "./components";
import { namedCommit } from "./config/sources/environment";
import { gitFacts } from "./config/sources/gitFacts";
import { notCheckedOutIn } from "./config/sources/notCheckedOutIn";
import {
  otherCommit,
  parsePromotedRelease,
  promoted,
  promotedVariable,
} from "./config/resolve/promotion/promoted";
import { promotionSource } from "./config/resolve/promotion/promotionSource";
import { readSettings } from "./config/readSettings";
import type { BuildSettings, Settings } from "./config/settings";
import { readStackConfigFile } from "./config/sources/stackConfigFile";
import { SettingsError } from "./config/problems/settingsError";

// An engine that was killed leaves this process behind, whose every complaint of it fails anew, for ever.
for (const output of [process.stdout, process.stderr]) output.on("error", () => process.exit(1));

/** The SDK has it, but its declarations leave it out. */
const config = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/** The runner asks so where it goes back to an old image. */
const imageOnly = process.env.SLIPWAY_IMAGE_ONLY === "1";

/** And so where that is for some of the environment's services only. */
const leaveTags = process.env.SLIPWAY_LEAVE_TAGS === "1";

/** And so where no service is going to move. */
const buildOnly = process.env.SLIPWAY_BUILD_ONLY === "1";

/** The environment's settings; what is wrong with them ends the program as plain lines. */
async function settingsOfStack() {
  const stackConfig = pulumi.runtime.allConfig();
  try {
    const read = readSettings({
      stack: pulumi.getStack(),
      stackConfig,
      secretKeys: Object.keys(stackConfig).filter((key) => config.isConfigSecret(key)),
      env: process.env,
      git: await gitFacts(process.cwd(), namedCommit({}, process.env)),
    });
    return { ...read, settings: await withPromotion(read.settings) };
  } catch (error) {
    throw error instanceof SettingsError ? refusal(error.message) : error;
  }
}

/** With the images that another environment runs, where that is asked for. */
async function withPromotion(settings: Settings): Promise<Settings> {
  const { promotion } = settings;
  if (!promotion || imageOnly) return settings;
  const { from } = promotion;
  const file = await readStackConfigFile(process.cwd(), from);
  const source = promotionSource(settings, promotion, file);
  // What the runner has seen and told the user is what is released.
  const seen = process.env[promotedVariable];
  if (seen !== undefined) return promoted(settings, source, parsePromotedRelease(seen));
  const provider = new Provider("promotion", source.aws);
  const runs = await lookUpPromotion(source, { provider });
  if (!runs) return settings;
  const warning = otherCommit(settings, runs, from);
  if (warning !== "") await pulumi.log.warn(warning);
  return promoted(settings, source, runs);
}

/** What a build needs; a bake file is read only where something is built. */
function buildOf(name: string, { bake, secrets, ...build }: BuildSettings, commit: string) {
  if (!bake) return { ...build, secrets: buildSecrets(secrets, process.env) };
  const { builder } = build;
  return async () => {
    const { secrets: sources, ...baked } = await bakeTarget(name, bake, {
      // Also where no pipeline says it: a bake file has no other way to learn what it builds.
      env: { ...process.env, BUILDKITE_COMMIT: commit },
    });
    const values = buildSecrets(sources, process.env);
    return { ...baked, secrets: values, ...(builder !== undefined && { builder }) };
  };
}

async function release() {
  const { settings, warnings } = await settingsOfStack();
  for (const warning of warnings) await pulumi.log.warn(warning);

  if (settings.gates.length > 0 && process.env.SLIPWAY_RUNNER === undefined) {
    await pulumi.log.warn("Gates are not checked by plain pulumi: slipway up does.");
  }

  const provider = new Provider("aws", settings.aws);
  const force = process.env.SLIPWAY_FORCE;
  const whyNot = await Promise.all(
    settings.images.map(({ build }) => notCheckedOutIn(build?.context ?? ".", settings.commit)),
  );
  const wanted = settings.images.map(({ build, ...image }, n) => ({
    ...image,
    ...(leaveTags && { environmentTag: undefined }),
    ...(imageOnly && { existing: image.existing ?? image.tag, mirrors: [] }),
    // A dirty tree's tag names no commit: what it held before is not what is here.
    rebuild: settings.commit.dirty,
    ...(whyNot[n] !== undefined && { notCheckedOut: whyNot[n] }),
    ...(build && !imageOnly && { build: buildOf(image.name, build, settings.commit.version) }),
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
      // Who goes back, or insists, does not wait for what is in the way; nothing is in a build's.
      overtake: imageOnly || buildOnly || Boolean(force),
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
