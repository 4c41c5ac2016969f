import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { AwsSettings } from "../contract/awsSettings";
import { awsError } from "./awsErrors";
import { clientConfig } from "./clientConfig";
import type { StsApi } from "./stsApi";

export function createAwsStsApi(settings: AwsSettings): StsApi {
  const client = new STSClient(clientConfig(settings, "sts"));
  return {
    async getCallerIdentity(abortSignal) {
      try {
        const command = new GetCallerIdentityCommand({});
        const { Account, Arn } = await client.send(command, abortSignal && { abortSignal });
        return { account: Account ?? "", arn: Arn ?? "" };
      } catch (error) {
        throw awsError(error, "sts:GetCallerIdentity");
      }
    },
  };
}
