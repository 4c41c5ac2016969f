import { bakeTarget, buildSecrets, type ImageToRelease } from "../components";
import type { BuildSettings, Settings } from "../config/settings";
import { notCheckedOutIn } from "../config/sources/notCheckedOutIn";
import type { RunRequest } from "../contract/runRequest";
import type { Place } from "./place";

/** The images of the settings as a release looks for them. */
export function imagesToRelease(
  settings: Settings,
  request: RunRequest | undefined,
  { env }: Place,
): Promise<ImageToRelease[]> {
  const { commit, images } = settings;
  return Promise.all(
    images.map(async ({ build, ...image }) => ({
      ...image,
      // A dirty tree's tag names no commit: an image under it may be of other files.
      rebuild: commit.dirty,
      notCheckedOut: await notCheckedOutIn(build?.context ?? ".", commit),
      build: build && buildOf(image.name, build, request, bakeVariables(settings, env)),
    })),
  );
}

/** A bake file is read only where something is built. */
function buildOf(
  name: string,
  { bake, secrets, ...build }: BuildSettings,
  request: RunRequest | undefined,
  env: Place["env"],
): ImageToRelease["build"] {
  if (!bake) return { ...build, secrets: buildSecrets(secrets, env, request) };
  const { builder } = build;
  return async () => {
    const { secrets: sources, ...baked } = await bakeTarget(name, bake, { env });
    return { ...baked, secrets: buildSecrets(sources, env, request), builder };
  };
}

/** A bake file learns the commit and environment from variables, so set them without a pipeline too. */
function bakeVariables({ stack, commit }: Settings, env: Place["env"]): Place["env"] {
  return { ...env, ENV: stack, BUILDKITE_COMMIT: commit.version };
}
