import { ecrHost } from "../../../registry/ecr/ecrHost";
import { parseImageReference } from "../../../registry/reference";
import type { AwsSettings } from "../../../contract/awsSettings";
import { resolveAws } from "../awsSettings";
import { resolveCluster } from "../cluster";
import type { Context } from "../../context";
import { resolveImages } from "../images/images";
import { Origins } from "../../origins";
import { withOtherAws } from "../otherAws";
import { parseConfig } from "../../sources/parse";
import { resolveVersionVariable } from "../version";
import { resolveServices } from "../services";
import type { ImageSettings, PromotionSettings, ServiceSettings, Settings } from "../../settings";
import { SettingsError, type Problem } from "../../problems/settingsError";
import { Shown } from "../../problems/shown";
import type { StackConfigFile } from "../../sources/stackConfigFile";

/** The environment that images are promoted from. */
export interface PromotionSource {
  readonly environment: string;
  readonly cluster: string;
  readonly services: readonly ServiceSettings[];
  /** Those that are promoted, by the names that they have there. */
  readonly images: readonly Pick<ImageSettings, "name" | "repositoryUrl">[];
  readonly versionVariable: string;
  readonly aws: AwsSettings;
  /** Image of the environment that is released to → name of its image there. */
  readonly names: Readonly<Record<string, string>>;
}

/** The settings of the other environment that a promotion reads; it leaves out all others. */
const read = ["cluster", "repositoryUrl", "image", "images", "services", "versionVariable"];

/**
 * Where the images of a promotion come from, as the other environment's file says it. The run's
 * variables and flags are about the environment that is released to, and do not count.
 * @throws SettingsError of the other environment
 */
export function promotionSource(
  settings: Settings,
  { from, aws }: PromotionSettings,
  { values, encrypted }: StackConfigFile,
): PromotionSource {
  const problems: Problem[] = encrypted.filter(isRead).map((path) => ({
    path,
    message: "is stored as a secret, which a run for another environment can't read.",
    remedy: "Store it in clear; where it belongs to aws:, set slipway:promotion.aws instead.",
  }));
  problems.push(...missing(values, encrypted));
  if (problems.length > 0) throw new SettingsError(from, problems);
  const shown = new Shown([]);
  const ofSource = Object.entries(values).filter(([key]) => isRead(key));
  const context: Context = {
    stack: from,
    config: parseConfig(Object.fromEntries(ofSource), shown, problems),
    run: { empty: new Set() },
    shown,
    origins: new Origins(from, shown),
    problems,
    warnings: [],
  };
  const cluster = resolveCluster(context);
  const images = resolveImages(context, undefined);
  const { services } = resolveServices(context, images);
  const versionVariable = resolveVersionVariable(context);
  const region = aws?.region ?? (inEcr(images) ? undefined : settings.aws.region);
  const own = resolveAws(context, images, { env: { AWS_REGION: region } });
  const names = problems.length > 0 ? {} : pairs(settings, images, problems, from);
  if (problems.length > 0 || cluster === undefined) throw new SettingsError(from, problems);
  const wanted = Object.values(names);
  return {
    environment: from,
    cluster,
    services,
    images: images.filter(({ name }) => wanted.includes(name)),
    versionVariable,
    aws: withOtherAws(own, aws),
    names,
  };
}

function isRead(key: string): boolean {
  return key.startsWith("aws:") || read.some((name) => key === `slipway:${name}`);
}

function missing(values: StackConfigFile["values"], encrypted: readonly string[]): Problem[] {
  const there = (name: string) =>
    values[`slipway:${name}`] !== undefined || encrypted.includes(`slipway:${name}`);
  const needed: readonly (readonly [string, boolean])[] = [
    ["cluster", there("cluster")],
    ["services", there("services")],
    ["images", there("images") || there("repositoryUrl")],
  ];
  return needed
    .filter(([, present]) => !present)
    .map(([name]) => ({
      path: `slipway:${name}`,
      message: "is not set.",
      remedy: "A promotion reads it there: this run's variables are about another environment.",
    }));
}

/** Images go by their names; where each environment has but one, these two belong together. */
function pairs(
  settings: Settings,
  images: readonly ImageSettings[],
  problems: Problem[],
  from: string,
): Record<string, string> {
  const promoted = settings.images.filter(({ build }) => build !== undefined);
  const [only] = images;
  const entries = promoted.map(({ name }) => {
    const same = images.find((image) => image.name === name);
    const found = same ?? (images.length === 1 && promoted.length === 1 ? only : undefined);
    if (found) return [name, found.name] as const;
    problems.push({
      path: `slipway:images.${name}`,
      message: "is not there.",
      remedy: `${settings.stack} has this image: name it in both, or give it \`existing\` there. In ${from} there are ${images.map((image) => image.name).join(", ")}.`,
    });
    return [name, ""] as const;
  });
  return Object.fromEntries(entries);
}

function inEcr(images: readonly ImageSettings[]): boolean {
  return images.every(({ repositoryUrl }) => {
    const host = parseImageReference(repositoryUrl)?.registry;
    return host !== undefined && ecrHost(host) !== undefined;
  });
}
