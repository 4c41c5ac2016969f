import type { Clock, Random } from "../../support/clock";
import { withDeadline } from "../../support/deadline";
import { patience } from "../../support/patience";
import { isLoopback } from "../ecr/ecrHost";
import type { OciAnswer, OciRequest } from "./ociAnswer";
import { answerChallenge, unauthorized } from "./ociAuth";
import type { Repository } from "../reference";
import type { CredentialSource } from "../logins/credentialSource";
import { isReset, unreachable } from "./unreachable";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface OciClientOptions {
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  readonly random: Random;
  /** For tests. */
  readonly fetch?: Fetch;
}

/** Of a request that was turned away unread: whatever it was, it may be sent again. */
const tooMany = 429;
const attempts = 4;
const longestDelay = 20_000;

/** Sends requests of the distribution HTTP API: logs in when asked to, retries what only reads or was not let in. */
export class OciClient {
  private readonly authorizations = new Map<string, string>();

  constructor(private readonly options: OciClientOptions) {}

  /**
   * @returns the registry's answer, whatever its status but 401
   * @throws RegistryUnauthorized, RegistryUnreachable, or the signal's reason
   */
  send(target: Repository, request: OciRequest, signal?: AbortSignal): Promise<OciAnswer> {
    const url = repositoryPath(target, request.path);
    const access = request.method === "PUT" || request.method === "POST" ? "push" : "pull";
    return this.authorized(
      target,
      access,
      (authorization) => this.attempt(target.registry, url, init(request, authorization), signal),
      signal,
    );
  }

  /**
   * Asks with the login that is known to work for this access, and once more with another where the
   * registry wants one.
   * @throws RegistryUnauthorized, or what `ask` throws
   */
  async authorized<A extends Pick<OciAnswer, "status" | "headers">>(
    { registry, repository }: Repository,
    access: "pull" | "push",
    ask: (authorization: string | undefined) => Promise<A>,
    signal?: AbortSignal,
  ): Promise<A> {
    const scope = `repository:${repository}:${access === "push" ? "pull,push" : "pull"}`;
    const key = `${registry} ${scope}`;
    const first = await ask(this.authorizations.get(key));
    if (first.status !== 401) return first;
    const authorization = await answerChallenge(
      first,
      registry,
      scope,
      this.options.credentials,
      (tokenUrl, tokenInit) => this.attempt(registry, tokenUrl, tokenInit, signal),
      signal,
    );
    const second = await ask(authorization);
    if (second.status === 401) {
      throw unauthorized(registry, await this.options.credentials(registry, signal));
    }
    this.authorizations.set(key, authorization);
    return second;
  }

  private async attempt(
    registry: string,
    url: string,
    init: RequestInit,
    signal?: AbortSignal,
  ): Promise<OciAnswer> {
    const { clock, fetch: send = fetch } = this.options;
    const repeatable = ["GET", "HEAD", undefined].includes(init.method);
    for (let count = 1; ; count++) {
      const last = count >= attempts;
      let retryAfter: number | undefined;
      try {
        const response = await withDeadline(
          clock,
          patience.registryRequestMs,
          "the answer",
          async (own) => whole(await send(url, { ...init, signal: own })),
          signal,
        );
        const again = repeatable ? isPassing(response.status) : response.status === tooMany;
        if (last || !again) return response;
        retryAfter = secondsOf(response.headers.get("retry-after"));
      } catch (error) {
        signal?.throwIfAborted();
        if (last || !repeatable || !isReset(error)) throw unreachable(registry, error);
      }
      await clock.sleep(this.delay(count, retryAfter), signal);
    }
  }

  /** Exponential with jitter; never sooner than the registry asked for. */
  private delay(count: number, retryAfter = 0): number {
    const step = patience.registryDelayMs * 2 ** (count - 1) * (0.5 + this.options.random() / 2);
    return Math.min(longestDelay, Math.max(step, retryAfter * 1000));
  }
}

async function whole(response: Response): Promise<OciAnswer> {
  const { status, ok, headers } = response;
  return { status, ok, headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** The address of something below a repository, e.g. `blobs/uploads/`. */
export function repositoryPath({ registry, repository }: Repository, path: string): string {
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  return `${isLoopback(host) ? "http" : "https"}://${host}/v2/${repository}/${path}`;
}

function init({ method, headers, body }: OciRequest, authorization?: string): RequestInit {
  return {
    method,
    headers: { ...headers, ...(authorization !== undefined && { authorization }) },
    ...(body && { body }),
  };
}

/** Whether a registry may answer otherwise a moment later. */
export function isPassing(status: number): boolean {
  return status === tooMany || (status >= 500 && status !== 501);
}

function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}
