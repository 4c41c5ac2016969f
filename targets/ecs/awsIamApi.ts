import { GetRoleCommand, IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { awsError } from "../../aws/awsErrors";
import { clientConfig } from "../../aws/clientConfig";
import type { AwsSettings } from "../../contract/awsSettings";
import type { RolesApi } from "./preflight/rolesApi";

/** IAM over the AWS SDK. */
export function createAwsIamApi(settings: AwsSettings): RolesApi {
  const client = new IAMClient(clientConfig(settings, "iam"));
  return {
    async hasRole(RoleName, abortSignal) {
      try {
        await client.send(new GetRoleCommand({ RoleName }), abortSignal && { abortSignal });
        return true;
      } catch (error) {
        if (error instanceof NoSuchEntityException) return false;
        if (abortSignal?.aborted) throw error;
        throw awsError(error, "iam:GetRole");
      }
    },
  };
}
