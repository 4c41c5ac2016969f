import type { SecretStore } from "../secretStore";
import type { GetSecretValueRequest, GetSecretValueResponse } from "../shapes";

export function getSecretValue(
  secrets: SecretStore,
  { SecretId, VersionId, VersionStage }: GetSecretValueRequest,
): GetSecretValueResponse {
  const [secret, version] = secrets.version(SecretId, VersionId, VersionStage);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    ...version.value,
    VersionStages: version.stages,
    CreatedDate: version.createdAt / 1000,
  };
}
