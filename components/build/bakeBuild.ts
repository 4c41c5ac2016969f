import path from "node:path";
import { bakeSecret, type PrintedSecret } from "./bakeSecret";
import type { BuildSecretSource } from "./buildSecrets";
import { refusal } from "../errors/refusal";
import type { BuildArgs } from "../releaseArgs";

/** A build as a bake file's target describes it, in Slipway's words, with the sources of secrets. */
export type BakeBuild = Omit<BuildArgs, "tag" | "secrets"> & {
  readonly secrets: Readonly<Record<string, BuildSecretSource>>;
};

/** The output of `docker buildx bake --print`, and the target that it is about. */
export interface PrintedBake {
  /** The JSON of `docker buildx bake --print`. */
  readonly printed: string;
  readonly target: string;
  /** Of the image, for messages. */
  readonly name: string;
  /** Tells where a secret comes from that says no more than its id. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where images go and what they are called is Slipway's own. */
const ours = new Set(["tags", "output", "description"]);
const known = new Set([
  ...["context", "dockerfile", "target", "args", "platforms", "labels"],
  ...["cache-from", "cache-to", "secret"],
]);

/**
 * How a target of a bake file is built. buildx has resolved variables, functions and what is
 * inherited; paths are relative to the folder that it ran in.
 * @throws RunError for what Slipway can't carry out: nothing in a target goes unheeded
 */
export function bakeBuild({ printed, target, name, env }: PrintedBake): BakeBuild {
  const found = targetOf(printed, target, name);
  const unknown = Object.entries(found)
    .filter(([key, value]) => value !== false && !known.has(key) && !ours.has(key))
    .map(([key]) => key);
  if (unknown.length > 0) {
    throw refusal(
      "SETTINGS_INVALID",
      `images.${name}: the bake target ${target} has ${unknown.join(", ")}, which Slipway does not carry out. ` +
        "Take it out, or build from the Dockerfile with the settings of this image.",
    );
  }
  const { context = ".", dockerfile, args, labels, platforms } = found;
  const elsewhere = [context, dockerfile ?? ""].find(isRemote);
  if (elsewhere !== undefined) {
    throw refusal(
      "SETTINGS_INVALID",
      `images.${name}: the bake target ${target} is built from ${elsewhere}. ` +
        "What is released is the commit that is checked out: name a folder of it.",
    );
  }
  return {
    context,
    ...(dockerfile !== undefined && { dockerfile: dockerfilePath(context, dockerfile) }),
    ...(found.target !== undefined && { target: found.target }),
    ...(args && { buildArgs: texts(args) }),
    ...(labels && { labels: texts(labels) }),
    ...(platforms && { platforms }),
    secrets: Object.fromEntries(
      (found.secret ?? []).map((one) => bakeSecret(one, `images.${name}`, env)),
    ),
    cache: {
      from: (found["cache-from"] ?? []).map(attributes),
      to: (found["cache-to"] ?? []).map(attributes),
    },
  };
}

/** Newer buildx prints objects where older ones print `key=value,…`. */
type Attributes = string | Readonly<Record<string, string>>;

interface BakeTarget {
  context?: string;
  /** Relative to the context, unless it begins with `cwd://`. */
  dockerfile?: string;
  target?: string;
  args?: Record<string, string | null>;
  labels?: Record<string, string | null>;
  platforms?: string[];
  secret?: PrintedSecret[];
  "cache-from"?: Attributes[];
  "cache-to"?: Attributes[];
}

function targetOf(printed: string, target: string, name: string): BakeTarget {
  const { target: targets = {} } = JSON.parse(printed) as { target?: Record<string, BakeTarget> };
  // buildx allows no dots in names, and takes them for underscores.
  const found = targets[target.replaceAll(".", "_")];
  if (found) return found;
  throw refusal(
    "SETTINGS_INVALID",
    `images.${name}: the bake target ${target} is no single target, but ${Object.keys(targets).sort().join(", ")}. ` +
      "Name one of them for each image.",
  );
}

function isRemote(location: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|git@)/i.test(location) && !location.startsWith("cwd://");
}

function dockerfilePath(context: string, dockerfile: string): string {
  if (dockerfile.startsWith("cwd://")) return path.normalize(dockerfile.slice("cwd://".length));
  return path.isAbsolute(dockerfile) ? dockerfile : path.join(context, dockerfile);
}

/**
 * buildx leaves a null out: the Dockerfile's own default counts. It prints values so that they
 * could stand in a bake file, with `${` and `%{` doubled.
 */
function texts(values: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === null ? [] : [[key, value.replaceAll("$${", "${").replaceAll("%%{", "%{")]],
    ),
  );
}

/** As BuildKit writes it: CSV, so that a value may hold a comma. */
function attributes(one: Attributes): string {
  if (typeof one === "string") return one;
  return Object.entries(one)
    .map(([key, value]) => `${key}=${value}`)
    .map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(",");
}
