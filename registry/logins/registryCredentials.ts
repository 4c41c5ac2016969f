import { AwsAccessDenied } from "../../aws/awsErrors";
import type { Clock } from "../../support/clock";
import { patience } from "../../support/patience";
import type { EcrApi, EcrAuthorization } from "../ecr/ecrApi";
import { ecrHost, isLoopback } from "../ecr/ecrHost";
import type { CredentialSource, RegistryCredentials } from "./credentialSource";

export interface CredentialOptions {
  /** ECR of a region; undefined = the region of the AWS settings. */
  readonly ecr: (region: string | undefined) => EcrApi;
  /** The user's Docker config, e.g. `dockerCredentials(…)`. */
  readonly docker: CredentialSource;
  readonly clock: Clock;
}

/**
 * Finds a registry's login: of an ECR host from ECR itself, else from the Docker config, else, for
 * a host on this machine, from ECR where its answer names that very host (so a local AWS needs no
 * setting of its own). Nothing is asked twice while it is valid.
 * @throws of the ECR API, but only for ECR hosts
 */
export function registryCredentials(options: CredentialOptions): CredentialSource {
  const tokens = new Map<string, Promise<EcrAuthorization>>();

  async function ecrToken(region: string | undefined, signal?: AbortSignal) {
    const key = region ?? "";
    const known = tokens.get(key);
    if (known) {
      const token = await known;
      const { expiresAt = Infinity } = token;
      if (expiresAt - options.clock.now() > patience.loginSpareMs) return token;
    }
    const asked = options.ecr(region).getAuthorizationToken(signal);
    tokens.set(key, asked);
    asked.catch(() => tokens.delete(key));
    return asked;
  }

  return async (host, signal) => {
    const ecr = ecrHost(host);
    if (ecr) return login(await ecrToken(ecr.region, signal), `ECR in ${ecr.region}`);
    const docker = await options.docker(host, signal);
    if (docker || !isLoopback(host)) return docker;
    const token = await ecrToken(undefined, signal).catch(unlessDenied);
    signal?.throwIfAborted();
    return token && hostOf(token.proxyEndpoint) === host ? login(token, "ECR") : undefined;
  };
}

/** Nothing on this machine need be an ECR; one that refuses is, and says which right is missing. */
function unlessDenied(error: unknown): undefined {
  if (error instanceof AwsAccessDenied) throw error;
  return undefined;
}

function login({ username, password }: EcrAuthorization, source: string): RegistryCredentials {
  return { username, password, source };
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
