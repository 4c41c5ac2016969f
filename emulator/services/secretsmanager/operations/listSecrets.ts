import { ServiceError } from "../../../wire/serviceError";
import { page } from "../../../wire/page";
import { versionStages, type SecretStore, type StoredSecret } from "../secretStore";
import type { Filter, ListSecretsRequest, ListSecretsResponse } from "../shapes";

/** Newest first unless asked otherwise; filters by name, description and tag. */
export function listSecrets(
  secrets: SecretStore,
  { IncludePlannedDeletion, MaxResults, NextToken, Filters, SortOrder }: ListSecretsRequest,
): ListSecretsResponse {
  const chosen = secrets
    .list()
    .filter((s) => s.deletedAt === undefined || IncludePlannedDeletion === true)
    .filter((s) => (Filters ?? []).every((filter) => matches(s, filter)))
    .sort((a, b) => a.createdAt - b.createdAt);
  if (SortOrder !== "asc") chosen.reverse();
  const { items, nextToken } = page(chosen, MaxResults ?? 100, NextToken);
  return {
    SecretList: items.map((s) => ({
      ARN: s.arn,
      Name: s.name,
      Description: s.description,
      KmsKeyId: s.kmsKeyId,
      CreatedDate: s.createdAt / 1000,
      LastChangedDate: s.changedAt / 1000,
      DeletedDate: s.deletedAt === undefined ? undefined : s.deletedAt / 1000,
      ...(s.tags.length > 0 && { Tags: s.tags }),
      SecretVersionsToStages: versionStages(s),
    })),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}

function matches(secret: StoredSecret, { Key, Values = [] }: Filter): boolean {
  const texts = {
    name: [secret.name],
    description: [secret.description ?? ""],
    "tag-key": secret.tags.map((tag) => tag.Key ?? ""),
    "tag-value": secret.tags.map((tag) => tag.Value ?? ""),
  };
  if (Key === undefined || !(Key in texts)) {
    throw new ServiceError("InvalidParameterException", `Invalid filter name: ${Key ?? "null"}`);
  }
  const searched = texts[Key as keyof typeof texts];
  return Values.some((value) => searched.some((text) => text.startsWith(value)));
}
