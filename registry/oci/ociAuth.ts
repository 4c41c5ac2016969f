import { z } from "zod";
import { parseChallenge, type Challenge } from "./challenge";
import { isLoopback } from "../ecr/ecrHost";
import { RegistryUnauthorized } from "../errors";
import type { OciAnswer } from "./ociAnswer";
import { jsonOf } from "./refusal";
import {
  basicAuthorization,
  type CredentialSource,
  type RegistryCredentials,
} from "../logins/credentialSource";

type Bearer = Extract<Challenge, { scheme: "bearer" }>;

type Send = (url: string, init: RequestInit) => Promise<OciAnswer>;

const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/**
 * Answers a registry's 401: the `Authorization` header to ask again with.
 * @param scope what is asked for where the challenge does not say: `repository:app:pull`
 * @param send how the token service is asked; already retried and bounded in time
 * @throws RegistryUnauthorized where nothing can be answered
 */
export async function answerChallenge(
  response: Pick<OciAnswer, "headers">,
  registry: string,
  scope: string,
  credentials: CredentialSource,
  send: Send,
  signal?: AbortSignal,
): Promise<string> {
  const challenge = parseChallenge(response.headers.get("www-authenticate"));
  const login = await credentials(registry, signal);
  if (challenge?.scheme === "bearer") {
    return `Bearer ${await bearerToken(challenge, registry, scope, login, send)}`;
  }
  if (challenge?.scheme === "basic" && login) return basicAuthorization(login);
  throw unauthorized(registry, login);
}

async function bearerToken(
  challenge: Bearer,
  registry: string,
  scope: string,
  login: RegistryCredentials | undefined,
  send: Send,
): Promise<string> {
  const url = tokenServiceUrl(challenge, registry);
  const parameters = new URLSearchParams({
    ...(challenge.service !== undefined && { service: challenge.service }),
    scope: challenge.scope ?? scope,
  });
  let answer: OciAnswer;
  if (login?.identityToken !== undefined) {
    parameters.set("grant_type", "refresh_token");
    parameters.set("refresh_token", login.identityToken);
    parameters.set("client_id", "slipway");
    answer = await send(url.href, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: parameters.toString(),
    });
  } else {
    for (const [name, value] of parameters) url.searchParams.set(name, value);
    answer = await send(url.href, {
      headers: login ? { authorization: basicAuthorization(login) } : {},
    });
  }
  const parsed = answer.ok ? tokenAnswer.safeParse(jsonOf(answer)) : undefined;
  const token = parsed?.data?.token ?? parsed?.data?.access_token;
  if (token === undefined) throw unauthorized(registry, login, answer.status);
  return token;
}

/** The login goes where the registry points, but never in clear over a network. */
function tokenServiceUrl({ realm }: Bearer, registry: string): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.host))) return url;
  throw new RegistryUnauthorized(
    `The registry ${registry} sends its login to ${JSON.stringify(realm)}, which is not an https address.`,
    "Check the repository URL, and that no proxy answers in the registry's place.",
  );
}

/** @param status the token service's, where it is the one that refused */
export function unauthorized(
  registry: string,
  login: RegistryCredentials | undefined,
  status?: number,
): RegistryUnauthorized {
  const refused = status === undefined ? "" : ` (status ${status} from its token service)`;
  return login
    ? new RegistryUnauthorized(
        `The registry ${registry} does not accept the login from ${login.source}${refused}.`,
        `Log in again (docker login ${registry}), or for ECR check the AWS credentials' permissions on the repository.`,
      )
    : new RegistryUnauthorized(
        `The registry ${registry} asks for a login, and none is known for it${refused}.`,
        `Log in (docker login ${registry}), or for ECR check that AWS credentials are there.`,
      );
}
