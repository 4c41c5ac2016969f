import path from "node:path";
import {
  bakeTarget,
  buildSecrets,
  lookUpImages,
  type Provider,
  type ReleaseImageArgs,
} from "../components";
import type { BuildSettings, Settings } from "../config/settings";
import { notCheckedOutIn } from "../config/sources/notCheckedOutIn";
import type { Asked } from "./asked";
import type { ProgramPlace } from "./release";

/** The images of a release: taken from the repository where they are there, else to be built. */
export async function imagesOf(
  { images, commit }: Settings,
  { imageOnly, leaveTags }: Asked,
  { env, folder }: ProgramPlace,
  provider: Provider,
): Promise<Record<string, ReleaseImageArgs>> {
  const wanted = images.map(async ({ build, ...image }) => {
    const whyNot = await notCheckedOutIn(path.resolve(folder, build?.context ?? "."), commit);
    return {
      ...image,
      ...(leaveTags && { environmentTag: undefined }),
      ...(imageOnly && { existing: image.existing ?? image.tag, mirrors: [] }),
      // A dirty tree's tag names no commit: what it held before is not what is here.
      rebuild: commit.dirty,
      ...(whyNot !== undefined && { notCheckedOut: whyNot }),
      ...(build && !imageOnly && { build: buildOf(image.name, build, commit.version, env) }),
    };
  });
  return lookUpImages(await Promise.all(wanted), { provider });
}

/** What a build needs; a bake file is read only where something is built. */
function buildOf(
  name: string,
  { bake, secrets, ...build }: BuildSettings,
  commit: string,
  env: ProgramPlace["env"],
) {
  if (!bake) return { ...build, secrets: buildSecrets(secrets, env) };
  const { builder } = build;
  return async () => {
    const { secrets: sources, ...baked } = await bakeTarget(name, bake, {
      // Also where no pipeline says it: a bake file has no other way to learn what it builds.
      env: { ...env, BUILDKITE_COMMIT: commit },
    });
    const values = buildSecrets(sources, env);
    return { ...baked, secrets: values, ...(builder !== undefined && { builder }) };
  };
}
