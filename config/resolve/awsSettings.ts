import { ecrHost } from "../../registry/ecr/ecrHost";
import { parseImageReference } from "../../registry/reference";
import type { AwsSettings } from "../../contract/awsSettings";
import { stackFile, type Context } from "../context";
import { regionName } from "../schema/aws";
import { schemaProblems } from "../problems/schemaProblems";
import type { Flags, ImageSettings, SettingsInput } from "../settings";

/** How AWS is reached. The region: flag, `aws:region`, the SDK's variables, the repository's. */
export function resolveAws(
  context: Context,
  images: readonly ImageSettings[],
  { flags = {}, env }: Pick<SettingsInput, "flags" | "env">,
): AwsSettings {
  const { aws } = context.config;
  const region = resolveRegion(context, images, flags, env);
  const profile = flags.profile ?? aws.profile;
  if (flags.profile !== undefined) context.origins.add("aws.profile", profile, "flag --profile");
  else if (profile !== undefined) note(context, "profile", profile);
  else
    context.origins.add("aws.profile", env["AWS_PROFILE"] || undefined, "environment AWS_PROFILE");
  for (const [key, value] of Object.entries(aws)) {
    if (key !== "region" && key !== "profile") note(context, key, value);
  }
  const { endpoints, ...others } = aws;
  return {
    ...others,
    region,
    ...(profile !== undefined && { profile }),
    ...(endpoints && { endpoints: mergedEndpoints([endpoints].flat()) }),
  };
}

function resolveRegion(
  context: Context,
  images: readonly ImageSettings[],
  flags: Flags,
  env: SettingsInput["env"],
): string | undefined {
  const { config, problems, shown, origins } = context;
  const configured = config.aws.region;
  if (flags.region === undefined && configured !== undefined) {
    note(context, "region", configured);
    return configured;
  }
  if (flags.region === undefined && config.broken.has("aws:region")) return undefined;
  const sources = [
    { value: flags.region, path: "--region", origin: "flag --region" },
    ...["AWS_REGION", "AWS_DEFAULT_REGION"].map((path) => {
      return { value: env[path] || undefined, path, origin: `environment ${path}` };
    }),
  ];
  for (const { value, path, origin } of sources) {
    if (value === undefined) continue;
    const result = regionName.safeParse(value);
    if (result.success) {
      origins.add("aws.region", value, origin);
      return value;
    }
    problems.push(...schemaProblems(path, regionName, value, result.error.issues, shown));
    return undefined;
  }
  return repositoryRegion(context, images);
}

function repositoryRegion(context: Context, images: readonly ImageSettings[]): string | undefined {
  const regions = new Set(
    images.flatMap(({ repositoryUrl }) => {
      const host = parseImageReference(repositoryUrl)?.registry;
      return (host === undefined ? undefined : ecrHost(host)?.region) ?? [];
    }),
  );
  const [region, ...others] = regions;
  if (region !== undefined && others.length === 0) {
    context.origins.add("aws.region", region, "the repository's host");
    return region;
  }
  // Without an image, that is the problem to mend first: its repository may name the region.
  if (images.length > 0) {
    context.problems.push({
      path: "aws:region",
      message:
        region === undefined
          ? "is not set, and neither AWS_REGION nor a repository in ECR says it."
          : `is not set, and the repositories are in ${[...regions].join(" and ")}.`,
      remedy: `Set aws:region in ${stackFile(context)}, or AWS_REGION.`,
    });
  }
  return undefined;
}

/** @pulumi/aws has a list of maps there; what stands later wins. */
export function mergedEndpoints(
  all: readonly Readonly<Partial<Record<string, string>>>[],
): NonNullable<AwsSettings["endpoints"]> {
  const { cloudwatchlogs, ...named } = Object.assign({}, ...all) as Record<string, string>;
  return { ...(cloudwatchlogs !== undefined && { logs: cloudwatchlogs }), ...named };
}

function note({ origins }: Context, key: string, value: unknown): void {
  origins.addSetting(`aws.${key}`, value, undefined, `aws:${key}`);
}
