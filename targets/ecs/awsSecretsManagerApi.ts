import {
  DescribeSecretCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { awsError } from "../../aws/awsErrors";
import { clientConfig } from "../../aws/clientConfig";
import { clientsByRegion } from "../../aws/clientsByRegion";
import type { AwsSettings } from "../../contract/awsSettings";
import type { SecretsApi } from "./preflight/secretsApi";

/** Secrets Manager over the AWS SDK: names and versions, never a value. */
export function createAwsSecretsManagerApi(
  settings: AwsSettings,
): Pick<SecretsApi, "describeSecret"> {
  const clientOf = clientsByRegion(
    settings,
    (where) => new SecretsManagerClient(clientConfig(where, "secretsmanager")),
  );
  return {
    async describeSecret(SecretId, region, abortSignal) {
      try {
        const command = new DescribeSecretCommand({ SecretId });
        const answer = await clientOf(region).send(command, abortSignal && { abortSignal });
        const { DeletedDate, VersionIdsToStages: versions } = answer;
        return { deleted: DeletedDate !== undefined, ...(versions && { versions }) };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        if (abortSignal?.aborted) throw error;
        throw awsError(error, "secretsmanager:DescribeSecret");
      }
    },
  };
}
