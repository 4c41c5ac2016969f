import { z } from "zod";
import { awsServices, type AwsService, type AwsSettings } from "../../contract/awsSettings";
import { anyText, duration, scalarText, text, truth } from "./scalars";

const accountId = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => /^\d{12}$/.test(value), {
    error: "is not an AWS account id.",
    params: { remedy: "Write its 12 digits in quotes: a leading zero gets lost otherwise." },
  });

const endpointUrl = z.string().refine(isPlainUrl, {
  error: "is not the URL of an endpoint.",
  params: { remedy: "Write http(s)://host[:port][/path], without a login." },
});

function isPlainUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

const endpoints = z.strictObject({
  ...(Object.fromEntries(awsServices.map((service) => [service, endpointUrl.optional()])) as Record<
    AwsService,
    z.ZodOptional<typeof endpointUrl>
  >),
  cloudwatchlogs: endpointUrl.optional().meta({ description: "The same as `logs`." }),
});

const assumeRole = z.strictObject({
  roleArn: text(
    /^arn:[a-z-]+:iam::\d{12}:role\/\S+$/,
    "the ARN of an IAM role",
    "Write arn:aws:iam::123456789012:role/NAME.",
  ),
  sessionName: text(
    /^[\w+=,.@-]{2,64}$/,
    "the name of a role session",
    "Use 2 to 64 letters, digits and =,.@-.",
  )
    .optional()
    .meta({ fallback: "slipway" }),
  externalId: anyText.optional(),
  duration: duration
    .refine((seconds) => seconds >= 900 && seconds <= 43_200, {
      error: "is not between 15 min and 12 h.",
      params: { remedy: "AWS gives role sessions of 15 min to 12 h, and 1 h in a chain." },
    })
    .optional()
    .meta({ fallback: "1 h" }),
  policy: anyText.optional(),
  policyArns: z.array(anyText).optional(),
  sourceIdentity: anyText.optional(),
  tags: z.record(z.string(), scalarText).optional(),
  transitiveTagKeys: z.array(anyText).optional(),
});

const retries = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .refine((value) => Number.isInteger(value) && value >= 0 && value <= 100, {
    error: "is not a number of retries.",
    params: { remedy: "Write a whole number from 0 to 100." },
  });

export const regionName = text(
  /^[a-z]{2}(-[a-z]+)+-\d$/,
  "the name of an AWS region",
  "Write e.g. us-east-1.",
);

/** The part of @pulumi/aws's configuration that Slipway implements. */
export const awsShape = {
  region: regionName.meta({
    description: "The region of the cluster.",
    fallback: "AWS_REGION, AWS_DEFAULT_REGION, then the region of an ECR repository",
  }),
  profile: anyText.meta({
    description: "A profile of the shared AWS files.",
    fallback: "AWS_PROFILE, else the SDK's own order",
  }),
  assumeRoles: z.array(assumeRole).meta({
    description: "Roles to assume, each with the credentials of the one before.",
    example: '[{roleArn: "arn:aws:iam::123456789012:role/deploy"}]',
  }),
  allowedAccountIds: z.array(accountId).meta({
    description: "The only accounts that may be acted on.",
    example: '["123456789012"]',
  }),
  forbiddenAccountIds: z.array(accountId).meta({
    description: "Accounts that are never acted on.",
    example: '["123456789012"]',
  }),
  endpoints: z.union([endpoints, z.array(endpoints)]).meta({
    description: "Other addresses of AWS's services.",
    fallback: "AWS_ENDPOINT_URL…, else AWS itself",
    example: '[{ecs: "http://127.0.0.1:4566"}]',
  }),
  maxRetries: retries.meta({
    description: "How often a call is sent again.",
    fallback: "4",
  }),
  useFipsEndpoint: truth.meta({ description: "Use endpoints with FIPS 140-2 modules." }),
  useDualstackEndpoint: truth.meta({ description: "Use endpoints with IPv6." }),
  // A key that is missing here or in the contract does not compile.
} satisfies { [Key in AwsKey]: z.ZodType };
export type AwsKey = keyof AwsSettings;

const noProxy = "Take it out: Slipway talks to AWS directly.";
const noEffect = "Take it out: Slipway has no such step to skip.";

/** Keys of @pulumi/aws that Slipway does not implement, and what to do instead. */
export const refusedAwsKeys: Readonly<Record<string, string>> = {
  accessKey: "Take it out: Slipway takes keys from AWS_ACCESS_KEY_ID, a profile or a role.",
  assumeRole: "Write aws:assumeRoles, a list, as @pulumi/aws has it since version 7.",
  assumeRoleWithWebIdentity: "Set AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE instead.",
  customCaBundle: "Set NODE_EXTRA_CA_CERTS instead.",
  defaultTags: "Take it out: Slipway creates nothing but revisions, and copies their tags.",
  ec2MetadataServiceEndpoint: "Set AWS_EC2_METADATA_SERVICE_ENDPOINT instead.",
  ec2MetadataServiceEndpointMode: "Set AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE instead.",
  httpProxy: noProxy,
  httpsProxy: noProxy,
  ignoreTags: "Take it out: Slipway copies every tag of a task definition.",
  insecure: "Set NODE_EXTRA_CA_CERTS to the certificate of your endpoint instead.",
  noProxy: noProxy,
  retryMode: "Set AWS_RETRY_MODE instead.",
  s3UsEast1RegionalEndpoint: "Take it out: Slipway does not use S3.",
  s3UsePathStyle: "Take it out: Slipway does not use S3.",
  secretKey: "Take it out: Slipway takes keys from AWS_SECRET_ACCESS_KEY, a profile or a role.",
  sharedConfigFiles: "Set AWS_CONFIG_FILE instead.",
  sharedCredentialsFiles: "Set AWS_SHARED_CREDENTIALS_FILE instead.",
  skipCredentialsValidation: noEffect,
  skipMetadataApiCheck: "Set AWS_EC2_METADATA_DISABLED instead.",
  skipRegionValidation: noEffect,
  skipRequestingAccountId: "Take it out: Slipway always checks whose account it is in.",
  stsRegion: "Take it out: STS is asked in the region of the cluster.",
  tagPolicyCompliance: "Take it out: Slipway copies the tags of a task definition.",
  token: "Take it out: Slipway takes it from AWS_SESSION_TOKEN, a profile or a role.",
  tokenBucketRateLimiterCapacity: "Take it out; set aws:maxRetries where calls are throttled.",
  userAgent: "Take it out.",
};
