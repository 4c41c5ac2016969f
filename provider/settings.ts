import { z } from "zod";
import type { AwsSettings } from "../contract/awsSettings";
import type { CheckFailure } from "./adapter";
import { isUnknownAt, unwrap, UNKNOWN, type Properties } from "./properties";

/** Lists and objects come as JSON text where the engine's configuration gives them. */
const json = (value: unknown): unknown => {
  if (typeof value !== "string" || value === UNKNOWN) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
};
const structured = <T extends z.ZodType>(schema: T) => z.preprocess(json, schema.optional());
const texts = structured(z.array(z.coerce.string()));

const assumeRole = z.strictObject({
  roleArn: z.string(),
  sessionName: z.string().optional(),
  externalId: z.string().optional(),
  duration: z.number().optional(),
  policy: z.string().optional(),
  policyArns: z.array(z.string()).optional(),
  sourceIdentity: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  transitiveTagKeys: z.array(z.string()).optional(),
});

const url = z.url().optional();

/** The provider's own inputs: how AWS is reached. */
export const awsSettings = z.object({
  region: z.string().min(1).optional(),
  profile: z.string().min(1).optional(),
  assumeRoles: structured(z.array(assumeRole)),
  allowedAccountIds: texts,
  forbiddenAccountIds: texts,
  endpoints: structured(
    z.strictObject({ ecs: url, ecr: url, sts: url, logs: url, cloudwatch: url, sns: url }),
  ),
  maxRetries: structured(z.number().int().min(0)),
  useFipsEndpoint: structured(z.boolean()),
  useDualstackEndpoint: structured(z.boolean()),
}) satisfies z.ZodType<AwsSettings>;

const names = Object.keys(awsSettings.shape);

/**
 * Settings of the program that share the namespace `slipway:` with the provider's, and so reach a
 * default provider; and what the engine itself adds.
 */
const ignored = [
  ...["cluster", "images", "repositoryUrl", "image", "services", "environment", "versionVariable"],
  ...[
    "migration",
    "promotion",
    "rollout",
    "gates",
    "notify",
    "version",
    "pluginDownloadURL",
    "__internal",
  ],
];

/** A key that is not implemented is refused: an ignored role would act on the wrong account. */
export function checkProviderSettings(config: Properties): CheckFailure[] {
  const { properties } = unwrap(config);
  const unknown = Object.keys(properties)
    .filter((name) => !names.includes(name) && !ignored.includes(name))
    .map((name) => ({
      property: name,
      reason: `Slipway's provider has no such setting. There are: ${names.join(", ")}.`,
    }));
  const parsed = awsSettings.safeParse(properties);
  const issues = parsed.success ? [] : parsed.error.issues;
  return [
    ...unknown,
    ...issues
      .filter((issue) => !isUnknownAt(properties, issue.path))
      .map((issue) => ({ property: issue.path.join("."), reason: issue.message })),
  ];
}

export function readProviderSettings(config: Properties): AwsSettings {
  return awsSettings.parse(unwrap(config).properties);
}
