/** Of `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. */
export function credentialScope(
  authorization: string | undefined,
): { accessKeyId: string; region: string; service: string } | undefined {
  const parts = /Credential=([^/,]+)\/\d+\/([^/,]+)\/([^/,]+)\//.exec(authorization ?? "");
  const [, accessKeyId, region, service] = parts ?? [];
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined;
}
