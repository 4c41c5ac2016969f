import { versionStages, type SecretStore } from "../secretStore";
import type { DescribeSecretRequest, DescribeSecretResponse } from "../shapes";

export function describeSecret(
  secrets: SecretStore,
  { SecretId }: DescribeSecretRequest,
): DescribeSecretResponse {
  const secret = secrets.find(SecretId);
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    CreatedDate: secret.createdAt / 1000,
    LastChangedDate: secret.changedAt / 1000,
    DeletedDate: secret.deletedAt === undefined ? undefined : secret.deletedAt / 1000,
    ...(secret.tags.length > 0 && { Tags: secret.tags }),
    VersionIdsToStages: versionStages(secret),
  };
}
