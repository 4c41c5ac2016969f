import type { SecretStore } from "../secretStore";
import type { CreateSecretRequest, CreateSecretResponse } from "../shapes";

export function createSecret(
  secrets: SecretStore,
  input: CreateSecretRequest,
): CreateSecretResponse {
  const { Name, Description, KmsKeyId, SecretString, SecretBinary, Tags, ClientRequestToken } =
    input;
  const secret = secrets.create(Name, {
    description: Description,
    kmsKeyId: KmsKeyId,
    tags: Tags ?? [],
  });
  if (SecretString === undefined && SecretBinary === undefined) {
    return { ARN: secret.arn, Name };
  }
  const version = secrets.addVersion(secret, { SecretString, SecretBinary }, ClientRequestToken);
  return { ARN: secret.arn, Name, VersionId: version.id };
}
