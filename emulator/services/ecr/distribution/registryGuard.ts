import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import type { Clock } from "../../../../support/clock";
import { messageOf } from "../../../../support/errors";
import { foreignRequest, foreignText, ownNames } from "../../../access/ownNames";
import type { Permissions } from "../../../faults/permissions";
import type { AuthorizationTokens } from "./authorizationTokens";
import type { RegistryClient } from "./registryClient";
import { registryActions } from "./registryActions";
import { isDigest, parseRegistryPath, type RegistryPath } from "./registryPath";
import type { EcrRepository, Repositories } from "./repositories";
import { immutableTagMessage, isImmutable } from "./tagMutability";

export interface RegistryGuardOptions {
  /** The registry behind the guard. */
  upstream: RegistryClient;
  tokens: AuthorizationTokens;
  repositories: Repositories;
  account: string;
  /** The permissions of access keys; without them, a token allows everything. */
  permissions?: Permissions;
  /** Stamps pushes. */
  clock: Clock;
  /** 0 (default) for one that the system picks. */
  port?: number;
}

/**
 * Stands in front of the registry as ECR does: refuses requests without a token, repositories that were not created, and a
 * second image under an immutable tag. It passes every other request on as it is.
 */
export class RegistryGuard {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly names: ReadonlySet<string>;

  private constructor(
    private readonly server: Server,
    private readonly options: RegistryGuardOptions,
  ) {
    const address = server.address() as AddressInfo;
    this.host = `127.0.0.1:${address.port}`;
    this.names = ownNames(address);
  }

  static async start(options: RegistryGuardOptions): Promise<RegistryGuard> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    const guard = new RegistryGuard(server, options);
    server.on("request", (req, res) => void guard.answer(req, res));
    return guard;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const foreign = foreignRequest(req.headers, this.names);
    if (foreign !== undefined) {
      res.shouldKeepAlive = false;
      res.writeHead(403, { "content-type": "text/plain" }).end(foreignText(foreign));
      return;
    }
    try {
      if (!this.options.tokens.accepts(req.headers.authorization)) {
        refuseStranger(req, res, this.host);
        return;
      }
      const path = new URL(req.url ?? "/", "http://registry").pathname;
      const target = parseRegistryPath(path);
      if (target === undefined) {
        if (path === "/v2/" || path === "/v2") await this.forward(req, res);
        else refuse(req, res, 404, "UNSUPPORTED", `ECR does not serve ${path}.`);
        return;
      }
      const denied = this.denied(req, target);
      if (denied !== undefined) {
        refuse(req, res, 403, "DENIED", denied);
        return;
      }
      const repository = this.options.repositories.get(target.repository);
      if (!repository) {
        const message = `The repository with name '${target.repository}' does not exist in the registry with id '${this.options.account}'`;
        refuse(req, res, 404, "NAME_UNKNOWN", message);
      } else if (await this.overwritesImmutableTag(req, repository, target)) {
        const message = immutableTagMessage(target.reference, repository.name);
        refuse(req, res, 400, "TAG_INVALID", message);
      } else {
        await this.forward(req, res, (upstream) => this.record(req, upstream, repository, target));
      }
    } catch (error) {
      if (res.headersSent) res.destroy();
      else refuse(req, res, 502, "UNKNOWN", `The registry did not answer: ${messageOf(error)}`);
    }
  }

  private denied(req: IncomingMessage, target: RegistryPath): string | undefined {
    const { permissions, tokens } = this.options;
    const { authorization, "content-length": length, "transfer-encoding": coding } = req.headers;
    const hasBody = coding !== undefined || Number(length ?? 0) > 0;
    return registryActions(req.method ?? "", target, hasBody)
      .map((action) => permissions?.refusal(tokens.ownerOf(authorization), action))
      .find((text) => text !== undefined);
  }

  private async overwritesImmutableTag(
    req: IncomingMessage,
    repository: EcrRepository,
    { kind, reference }: RegistryPath,
  ): Promise<boolean> {
    if (req.method !== "PUT" || kind !== "manifests" || isDigest(reference)) return false;
    if (!isImmutable(repository, reference)) return false;
    return (await this.options.upstream.digestOf(repository.name, reference)) !== undefined;
  }

  private record(
    req: IncomingMessage,
    upstream: IncomingMessage,
    repository: EcrRepository,
    target: RegistryPath,
  ): void {
    const digest = upstream.headers["docker-content-digest"];
    if (req.method !== "PUT" || target.kind !== "manifests") return;
    if (upstream.statusCode !== 201 || typeof digest !== "string") return;
    repository.pushes.set(digest, {
      pushedAt: this.options.clock.now(),
      mediaType: req.headers["content-type"] ?? "",
    });
  }

  private async forward(
    req: IncomingMessage,
    res: ServerResponse,
    seen: (upstream: IncomingMessage) => void = () => undefined,
  ): Promise<void> {
    const headers = without(req.headers, "authorization", "connection");
    const call = request({
      socketPath: this.options.upstream.socketPath,
      agent: this.agent,
      method: req.method,
      path: req.url,
      headers,
    });
    res.on("close", () => {
      if (!res.writableFinished) call.destroy();
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      call.once("response", resolve);
      call.once("error", reject);
    });
    // A registry that answers before it read the body (401, 404) closes the call: its answer counts, not the pipe.
    pipeline(req, call).catch(() => undefined);
    const upstream = await answered;
    seen(upstream);
    res.writeHead(upstream.statusCode ?? 502, this.outgoing(req, upstream));
    await pipeline(upstream, res);
  }

  /** The registry knows no address of its own and answers relative locations; ECR answers absolute ones. */
  private outgoing(req: IncomingMessage, upstream: IncomingMessage): IncomingMessage["headers"] {
    const headers = without(upstream.headers, "connection");
    if (headers.location === undefined) return headers;
    const base = `http://${req.headers.host ?? this.host}`;
    const location = new URL(headers.location, base);
    return { ...headers, location: `${base}${location.pathname}${location.search}` };
  }
}

function without(
  headers: IncomingMessage["headers"],
  ...names: string[]
): IncomingMessage["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

function refuseStranger(req: IncomingMessage, res: ServerResponse, host: string): void {
  req.resume();
  res.writeHead(401, {
    "www-authenticate": `Basic realm="http://${host}/",service="ecr.amazonaws.com"`,
    "docker-distribution-api-version": "registry/2.0",
    "content-type": "text/plain; charset=utf-8",
  });
  res.end("Not Authorized\n");
}

function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  req.resume();
  res.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  res.end(JSON.stringify({ errors: [{ code, message }] }));
}
