import { z } from "zod";

/** The AWS services that Slipway calls, by the names that `aws:endpoints` has for them. */
export const awsServices = [
  "ecs",
  "ecr",
  "sts",
  "logs",
  "cloudwatch",
  "sns",
  "iam",
  "secretsmanager",
  "ssm",
] as const;
export type AwsService = (typeof awsServices)[number];

/** The arguments of STS AssumeRole, as @pulumi/aws names them. */
const assumeRole = z.strictObject({
  roleArn: z.string(),
  sessionName: z.string().optional(),
  externalId: z.string().optional(),
  /** Seconds. */
  duration: z.number().optional(),
  policy: z.string().optional(),
  policyArns: z.array(z.string()).optional(),
  sourceIdentity: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  transitiveTagKeys: z.array(z.string()).optional(),
});

/**
 * How AWS is reached: the part of @pulumi/aws's provider settings that Slipway implements. The
 * settings of a stack, the provider and its SDK class all follow this schema.
 */
export const awsSettings = z.strictObject({
  /** The region of every service but ECR, whose region is in the repository URL. */
  region: z.string().min(1).optional(),
  /** A profile of the shared AWS files; without it the SDK's own rules (`AWS_PROFILE`) hold. */
  profile: z.string().min(1).optional(),
  /** Assumed one after the other, each with the credentials of the one before. */
  assumeRoles: z.array(assumeRole).optional(),
  /** 12 digits each. With any of them, Slipway acts on these accounts only. */
  allowedAccountIds: z.array(z.string()).optional(),
  forbiddenAccountIds: z.array(z.string()).optional(),
  /** Absolute URLs; without one the SDK's own variables (`AWS_ENDPOINT_URL…`) hold. */
  endpoints: z.partialRecord(z.enum(awsServices), z.url()).optional(),
  /** How often a failed call is sent again, after the first time. */
  maxRetries: z.number().int().min(0).optional(),
  useFipsEndpoint: z.boolean().optional(),
  useDualstackEndpoint: z.boolean().optional(),
});

export type AwsSettings = Readonly<z.infer<typeof awsSettings>>;
export type AssumeRole = Readonly<z.infer<typeof assumeRole>>;
