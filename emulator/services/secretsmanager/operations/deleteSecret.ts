import { day } from "../../../core/time";
import type { SecretStore } from "../secretStore";
import type { DeleteSecretRequest, DeleteSecretResponse } from "../shapes";

/** Schedules the deletion, or deletes at once with `ForceDeleteWithoutRecovery`. */
export function deleteSecret(
  secrets: SecretStore,
  { SecretId, ForceDeleteWithoutRecovery, RecoveryWindowInDays = 30 }: DeleteSecretRequest,
): DeleteSecretResponse {
  const secret = secrets.find(SecretId);
  const now = secrets.clock.now();
  secret.deletedAt = now;
  if (ForceDeleteWithoutRecovery) secrets.remove(secret.name);
  const deletion = ForceDeleteWithoutRecovery ? now : now + RecoveryWindowInDays * day;
  return { ARN: secret.arn, Name: secret.name, DeletionDate: deletion / 1000 };
}
