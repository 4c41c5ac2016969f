import * as pulumi from "@pulumi/pulumi";
import { EcsRelease, plainly, Provider } from "../components";
import type { ReadSettings } from "../config/settings";
import type { Environment } from "../support/environment";
import type { Asked } from "./asked";
import { imagesOf } from "./images";

/** Where a program runs. */
export interface ProgramPlace {
  readonly env: Environment;
  /** Absolute path of the project. */
  readonly folder: string;
}

export type ReleaseOutputs = Pick<EcsRelease, "services" | "images" | "commit">;

/**
 * Slipway's own program: one release, with everything that it needs to know given.
 * @param readOf what is to be released; its errors end the program as other ones do
 * @returns the stack's outputs
 * @throws RunError
 */
export async function release(
  readOf: () => ReadSettings | Promise<ReadSettings>,
  asked: Asked,
  place: ProgramPlace,
): Promise<ReleaseOutputs> {
  try {
    return await declare(await readOf(), asked, place);
  } catch (error) {
    throw await plainly(error);
  }
}

async function declare(
  { settings, warnings }: ReadSettings,
  asked: Asked,
  place: ProgramPlace,
): Promise<ReleaseOutputs> {
  for (const warning of warnings) await pulumi.log.warn(warning);
  if (settings.gates.length > 0 && !asked.byRunner) {
    await pulumi.log.warn("Gates are not checked by plain pulumi: slipway up does.");
  }
  const provider = new Provider("aws", settings.aws);
  const { force, imageOnly, buildOnly } = asked;
  const { cluster, commit, environment, versionVariable, migration } = settings;
  const { noProgress, timeout, failEarly } = settings.rollout;
  const {
    services,
    images,
    commit: version,
  } = new EcsRelease(
    "release",
    {
      cluster,
      commit: commit.version,
      images: await imagesOf(settings, asked, place, provider),
      services: settings.services,
      environment,
      versionVariable,
      ...(migration && !imageOnly && { migration }),
      // Who goes back, or insists, does not wait for what is in the way; nothing is in a build's.
      overtake: imageOnly || buildOnly || force !== undefined,
      rollout: {
        ...{ noProgress, timeout },
        ...(failEarly !== false && { failEarly }),
        ...(force !== undefined && { force }),
      },
    },
    { provider },
  );
  return { services, images, commit: version };
}
