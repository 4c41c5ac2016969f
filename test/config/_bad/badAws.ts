import { type BadCase, several } from "./badCase";
import { repositoryUrl } from "../settingsCase";

/** AWS's settings. */
export const badAws: readonly BadCase[] = [
  // AWS.
  [
    "no region anywhere",
    { env: { REPOSITORY_URL: "ghcr.io/mage/ai" } },
    "aws:region",
    /is not set.*AWS_REGION/,
  ],
  [
    "two regions to choose from",
    {
      ...several,
      env: { REPOSITORY_URL: undefined },
      config: {
        "slipway:images": {
          a: { repositoryUrl },
          b: { repositoryUrl: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/b" },
        },
      },
    },
    "aws:region",
    /us-east-1 and eu-west-1/,
  ],
  [
    "a region of no form",
    { config: { "aws:region": "useast1" } },
    "aws:region",
    /"useast1" is not the name of an AWS region/,
  ],
  [
    "a bad AWS_REGION",
    { env: { AWS_REGION: "us_east_1" } },
    "AWS_REGION",
    /"us_east_1" is not the name/,
  ],
  [
    "an unknown aws: key",
    { config: { "aws:regoin": "us-east-1" } },
    "aws:regoin",
    /Did you mean "region"\?/,
  ],
  [
    "the assumeRole of old",
    { config: { "aws:assumeRole": { roleArn: "x" } } },
    "aws:assumeRole",
    /does not implement.*aws:assumeRoles/,
  ],
  [
    "keys in the configuration",
    { config: { "aws:secretKey": "hunter2" } },
    "aws:secretKey",
    /does not implement.*AWS_SECRET_ACCESS_KEY/,
  ],
  [
    "checks to be skipped",
    { config: { "aws:skipRequestingAccountId": "true" } },
    "aws:skipRequestingAccountId",
    /always checks/,
  ],
  [
    "a role that is a user",
    { config: { "aws:assumeRoles": [{ roleArn: "arn:aws:iam::123456789012:user/me" }] } },
    "aws:assumeRoles[0].roleArn",
    /is not the ARN of an IAM role/,
  ],
  [
    "one role for a list",
    { config: { "aws:assumeRoles": { roleArn: "x" } } },
    "aws:assumeRoles",
    /is not a list/,
  ],
  [
    "a session that is too short",
    {
      config: {
        "aws:assumeRoles": [{ roleArn: "arn:aws:iam::123456789012:role/x", duration: "5m" }],
      },
    },
    "aws:assumeRoles[0].duration",
    /not between 15 min and 12 h/,
  ],
  [
    "an account that lost its zero",
    { config: { "aws:allowedAccountIds": [12345678901] } },
    "aws:allowedAccountIds[0]",
    /12345678901 is not an AWS account id.*quotes/,
  ],
  [
    "an endpoint with a login",
    { config: { "aws:endpoints": [{ ecs: "http://me:hunter2@127.0.0.1" }] } },
    "aws:endpoints[0].ecs",
    /not the URL of an endpoint/,
  ],
  [
    "an endpoint of another service",
    { config: { "aws:endpoints": [{ s3: "http://127.0.0.1" }] } },
    "aws:endpoints[0].s3",
    /There are ecs, ecr, sts, logs, cloudwatch, sns/,
  ],
  ["too many retries", { config: { "aws:maxRetries": "many" } }, "aws:maxRetries", /"many"/],
  [
    "a truth of no form",
    { config: { "aws:useFipsEndpoint": "yes" } },
    "aws:useFipsEndpoint",
    /"yes".*true/,
  ],
];
