import type { SecretStore } from "../secretStore";
import type { PutSecretValueRequest, PutSecretValueResponse } from "../shapes";

export function putSecretValue(
  secrets: SecretStore,
  input: PutSecretValueRequest,
): PutSecretValueResponse {
  const secret = secrets.find(input.SecretId);
  const { SecretString, SecretBinary, ClientRequestToken, VersionStages } = input;
  const value = { SecretString, SecretBinary };
  const version = secrets.addVersion(secret, value, ClientRequestToken, VersionStages);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    VersionStages: version.stages,
  };
}
