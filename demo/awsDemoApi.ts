import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";

/** The AWS services that hold what the demo's application needs. */
export interface DemoApi {
  readonly region: string;
  readonly ecs: ECSClient;
  readonly ecr: ECRClient;
  readonly balancing: ElasticLoadBalancingV2Client;
  readonly logs: CloudWatchLogsClient;
  readonly secrets: SecretsManagerClient;
  readonly parameters: SSMClient;
}

/** Where the demo's AWS is: the variables of a sandbox's environment. */
export type DemoEnvironment = Readonly<Record<string, string | undefined>>;

/** @param env has AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY */
export function createDemoApi(env: DemoEnvironment): DemoApi {
  const region = env["AWS_REGION"] ?? "us-east-1";
  const config = {
    region,
    ...(env["AWS_ENDPOINT_URL"] !== undefined && { endpoint: env["AWS_ENDPOINT_URL"] }),
    credentials: {
      accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "",
    },
  };
  return {
    region,
    ecs: new ECSClient(config),
    ecr: new ECRClient(config),
    balancing: new ElasticLoadBalancingV2Client(config),
    logs: new CloudWatchLogsClient(config),
    secrets: new SecretsManagerClient(config),
    parameters: new SSMClient(config),
  };
}
