import type { RequestContext } from "../../../wire/serviceModule";
import type { EcrService } from "../ecrService";
import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from "../shapes";

/** One token, good for the whole registry; `registryIds` is deprecated and names no other registry here. */
export function getAuthorizationToken(
  ecr: EcrService,
  _input: GetAuthorizationTokenRequest,
  { accessKeyId }: Pick<RequestContext, "accessKeyId">,
): GetAuthorizationTokenResponse {
  const { username, password, expiresAt } = ecr.tokens.issue(accessKeyId);
  return {
    authorizationData: [
      {
        authorizationToken: Buffer.from(`${username}:${password}`).toString("base64"),
        expiresAt: expiresAt / 1000,
        proxyEndpoint: `http://${ecr.host}`,
      },
    ],
  };
}
