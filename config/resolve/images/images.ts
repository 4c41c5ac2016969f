import { RepositoryUrlInvalid } from "../../../registry/errors";
import { parseRepositoryUrl } from "../../../registry/reference";
import { formatTag, TagInvalid, validTag } from "../../../registry/tag";
import { SlipwayError } from "../../../support/errors";
import { askedImages, type AskedImage } from "./askedImages";
import type { Context } from "../../context";
import { defaults } from "../../defaults";
import { resolveMirrors } from "./mirrors";
import { buildKeyNames, type ImageOptions } from "../../schema/image";
import type { BuildSettings, Commit, ImageSettings } from "../../settings";

/** Stands in where the commit itself has a problem, so that the tag's form is checked anyway. */
const someCommit = "0".repeat(40);

export function resolveImages(context: Context, commit: Commit | undefined): ImageSettings[] {
  const images = askedImages(context).flatMap(
    (asked) => resolveImage(context, asked, commit) ?? [],
  );
  checkCollisions(context, images);
  return images;
}

function resolveImage(
  context: Context,
  asked: AskedImage,
  commit: Commit | undefined,
): ImageSettings | undefined {
  const { name, path, repositoryUrl, options } = asked;
  const before = context.problems.length;
  attempt(context, asked.urlPath, () => parseRepositoryUrl(repositoryUrl));
  const version = commit?.version ?? someCommit;
  const tag = attempt(context, `${path}.tag`, () =>
    formatTag(options.tag ?? defaults.tag, { commit: version, env: context.stack }),
  );
  const environmentTag = resolveEnvironmentTag(context, asked);
  const builds = buildKeyNames.filter((key) => Object.hasOwn(options, key));
  if (options.existing !== undefined && builds.length > 0) {
    context.problems.push({
      path: `${path}.existing`,
      message: `is there together with ${builds.join(", ")}: what exists is not built.`,
      remedy: "Keep one of the two.",
    });
  }
  checkBake(context, asked);
  const mirrors = resolveMirrors(context, asked);
  if (tag === undefined || context.problems.length > before) return undefined;
  noteOrigins(context, asked, tag, environmentTag);
  return {
    name,
    repositoryUrl,
    tag,
    environmentTag,
    environmentTagAsked: options.environmentTag !== undefined && options.environmentTag !== false,
    mirrors,
    ...(options.existing === undefined
      ? { build: buildSettings(options) }
      : { existing: options.existing }),
  };
}

/** Two places that say how to build would have to agree. */
function checkBake({ problems }: Context, { path, options }: AskedImage): void {
  const { bake, bakeFile } = options;
  const beside = ["bake", "bakeFile", "builder"];
  const others = buildKeyNames.filter(
    (key) => Object.hasOwn(options, key) && !beside.includes(key),
  );
  if (bake !== undefined && others.length > 0) {
    problems.push({
      path: `${path}.bake`,
      message: `is there together with ${others.join(", ")}: the bake file says how to build.`,
      remedy: "Keep one of the two.",
    });
  }
  if (bake === undefined && bakeFile !== undefined) {
    const remedy = "Name the target in `bake`, or take it out.";
    problems.push({ path: `${path}.bakeFile`, message: "is there without a target.", remedy });
  }
}

function resolveEnvironmentTag(
  context: Context,
  { path, options }: AskedImage,
): string | undefined {
  const { environmentTag = true } = options;
  if (environmentTag === false) return undefined;
  const format = environmentTag === true ? "{env}" : environmentTag;
  return attempt(context, `${path}.environmentTag`, () =>
    validTag(format.replaceAll("{env}", context.stack)),
  );
}

function buildSettings(options: ImageOptions): BuildSettings {
  const { dockerfile, target, platforms, builder, bake, bakeFile: file } = options;
  return {
    ...(bake !== undefined && { bake: { target: bake, ...(file !== undefined && { file }) } }),
    context: options.context ?? defaults.context,
    ...(dockerfile !== undefined && { dockerfile }),
    ...(target !== undefined && { target }),
    ...(platforms && { platforms }),
    buildArgs: options.buildArgs ?? {},
    secrets: options.secrets ?? {},
    cache: { from: options.cache?.from ?? [], to: options.cache?.to ?? [] },
    ...(builder !== undefined && { builder }),
  };
}

function noteOrigins(
  { origins }: Context,
  { name, path, repositoryUrl, urlOrigin, options }: AskedImage,
  tag: string,
  environmentTag: string | undefined,
): void {
  const own = `images.${name}`;
  origins.add(`${own}.repositoryUrl`, repositoryUrl, urlOrigin);
  const { tag: format, environmentTag: asked, ...others } = options;
  const from = (set: unknown, key: string) =>
    set === undefined ? "default" : origins.stackKey(`${path}.${key}`);
  origins.add(`${own}.tag`, tag, from(format, "tag"));
  origins.add(`${own}.environmentTag`, environmentTag ?? "none", from(asked, "environmentTag"));
  if (options.existing === undefined) {
    const key = `${path}.context`;
    origins.add(
      `${own}.context`,
      options.context ?? defaults.context,
      from(options.context, "context"),
      key,
    );
  }
  for (const [key, value] of Object.entries(others)) {
    if (key === "context") continue;
    origins.add(`${own}.${key}`, value, from(value, key), `${path}.${key}`);
  }
}

/** Two images under one name would overwrite each other. */
function checkCollisions({ problems }: Context, images: readonly ImageSettings[]): void {
  const owners = new Map<string, string>();
  for (const { name, repositoryUrl, tag, environmentTag, existing } of images) {
    const tags = [existing === undefined ? tag : undefined, environmentTag];
    for (const one of tags) {
      if (one === undefined) continue;
      const reference = `${repositoryUrl}:${one}`;
      const other = owners.get(reference);
      if (other !== undefined) {
        problems.push({
          path: `slipway:images.${name}`,
          message:
            other === name
              ? `has the tag ${one} both for the commit and for the environment.`
              : `would be pushed to ${reference}, and so would ${other}.`,
          remedy: "Give each its own tag or environmentTag.",
        });
      }
      owners.set(reference, name);
    }
  }
}

/** Runs a check of registry/ and turns its complaint into a problem of the settings. */
function attempt<T>({ problems }: Context, path: string, check: () => T): T | undefined {
  try {
    return check();
  } catch (error) {
    const expected = error instanceof TagInvalid || error instanceof RepositoryUrlInvalid;
    if (!expected || !(error instanceof SlipwayError)) throw error;
    problems.push({ path, message: error.message, remedy: error.remedy ?? "" });
    return undefined;
  }
}
