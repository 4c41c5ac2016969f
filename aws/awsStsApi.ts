import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { AwsSettings } from "../support/awsSettings";
import { clientConfig } from "./clientConfig";
import type { StsApi } from "./stsApi";

export function createAwsStsApi(settings: AwsSettings): StsApi {
  const client = new STSClient(clientConfig(settings, "sts"));
  return {
    async getCallerIdentity(abortSignal) {
      const answer = await client.send(
        new GetCallerIdentityCommand({}),
        abortSignal && { abortSignal },
      );
      return { account: answer.Account ?? "", arn: answer.Arn ?? "" };
    },
  };
}
