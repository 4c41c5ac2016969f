import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { awsError } from "../../aws/awsErrors";
import { clientConfig } from "../../aws/clientConfig";
import { clientsByRegion } from "../../aws/clientsByRegion";
import type { AwsSettings } from "../../contract/awsSettings";
import type { SecretsApi } from "./preflight/secretsApi";
import { chunks } from "./services";

/** GetParameters takes so many. */
const parametersPerCall = 10;

/** Systems Manager's parameters over the AWS SDK: whether they are there, never what they hold. */
export function createAwsSsmApi(settings: AwsSettings): Pick<SecretsApi, "missingParameters"> {
  const clientOf = clientsByRegion(settings, (where) => new SSMClient(clientConfig(where, "ssm")));
  return {
    async missingParameters(names, region, abortSignal) {
      const missing = chunks(names, parametersPerCall).map(async (Names) => {
        try {
          // Not decrypted: what is secret stays so on the way.
          const command = new GetParametersCommand({ Names, WithDecryption: false });
          const answer = await clientOf(region).send(command, abortSignal && { abortSignal });
          return answer.InvalidParameters ?? [];
        } catch (error) {
          if (abortSignal?.aborted) throw error;
          throw awsError(error, "ssm:GetParameters");
        }
      });
      return (await Promise.all(missing)).flat();
    },
  };
}
