/** How AWS is reached: the part of @pulumi/aws's provider settings that Slipway implements. */
export interface AwsSettings {
  /** The region of ECS and everything but ECR, which has its own from the repository URL. */
  readonly region?: string;
  /** A profile of the shared AWS files; the SDK's own rules (`AWS_PROFILE`) hold without it. */
  readonly profile?: string;
  /** Assumed one after the other, each with the credentials of the one before. */
  readonly assumeRoles?: AssumeRole[];
  /** 12 digits each. With any of them, only these accounts are acted on. */
  readonly allowedAccountIds?: string[];
  readonly forbiddenAccountIds?: string[];
  /** Absolute URLs; the SDK's own variables (`AWS_ENDPOINT_URL…`) hold where one is absent. */
  readonly endpoints?: Readonly<Partial<Record<AwsService, string>>>;
  /** How often a failed call is sent again, beside the first time. */
  readonly maxRetries?: number;
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
}

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

/** The arguments of STS AssumeRole, as @pulumi/aws names them; `duration` in seconds. */
export interface AssumeRole {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly duration?: number;
  readonly policy?: string;
  readonly policyArns?: string[];
  readonly sourceIdentity?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: string[];
}
