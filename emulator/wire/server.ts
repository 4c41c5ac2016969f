import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Random } from "../../support/clock";
import { foreignRequest, foreignText, ownNames } from "../access/ownNames";
import type { Signatures } from "../access/signatures";
import { uuid } from "../core/ids";
import { ConnectionReset, dispatch, type Interceptor } from "./dispatch";
import type { WireResponse } from "./http";
import type { ServiceModule } from "./serviceModule";

/** Another part of the server, e.g. the control endpoint: answers all paths under `prefix`. */
export interface HttpRoute {
  /** e.g. `/_slipway/`. */
  prefix: string;
  handle(request: RouteRequest): Promise<WireResponse> | WireResponse;
}

export interface RouteRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

export interface EmulatorServer {
  /** Where it listens, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Ends open connections and stops listening. */
  close(): Promise<void>;
}

export interface ServerOptions {
  modules: readonly ServiceModule[];
  routes: readonly HttpRoute[];
  interceptors: readonly Interceptor[];
  /** Say whose call it is. */
  signatures: Signatures;
  random: Random;
  /** Under which clients call it, beside its address; with the port, where it is not 80. */
  names?: readonly string[];
  /** @default 127.0.0.1 */
  host?: string;
  /** @default 0, any free port */
  port?: number;
}

/** RegisterTaskDefinition is at most 64 KiB and PutImage 4 MiB: more than this is no AWS request. */
const maxBody = 16 * 1024 * 1024;

/** The emulator on HTTP: AWS requests on `POST /`, and the routes given. */
export async function startServer(options: ServerOptions): Promise<EmulatorServer> {
  const closing = new AbortController();
  let names: ReadonlySet<string> = new Set();
  const server = createServer((request, response) => {
    const why = foreignRequest(request.headers, names);
    if (why !== undefined) {
      refuseForeign(response, why);
      return;
    }
    answer(options, closing.signal, server, request, response).catch((error: unknown) => {
      if (error instanceof ConnectionReset || response.headersSent) response.destroy();
      else write(response, { status: 500, headers: {}, body: String(error) });
    });
  });
  server.keepAliveTimeout = 60_000;
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  names = ownNames(server.address() as AddressInfo, options.names);
  return {
    endpoint: endpointOf(server),
    close() {
      closing.abort(new Error("The emulator closes."));
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function answer(
  options: ServerOptions,
  closing: AbortSignal,
  server: Server,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const url = new URL(request.url ?? "/", "http://localhost");
  const { method = "GET", headers } = request;
  const route = options.routes.find((r) => url.pathname.startsWith(r.prefix));
  if (route) {
    const text = body.toString("utf8");
    const asked = { method, path: url.pathname, query: url.searchParams, headers, body: text };
    write(response, await route.handle(asked));
    return;
  }
  const gone = new AbortController();
  response.once("close", () => gone.abort(new Error("The client went away.")));
  const answered = await dispatch(
    options.modules,
    options.interceptors,
    { method, url, headers, body },
    options.signatures,
    {
      requestId: uuid(options.random),
      endpoint: `http://${headers.host ?? new URL(endpointOf(server)).host}`,
      signal: AbortSignal.any([closing, gone.signal]),
    },
  );
  write(response, answered);
}

/** Before anything of the request is read; what it still sends is not waited for. */
function refuseForeign(response: ServerResponse, why: string): void {
  response.shouldKeepAlive = false;
  write(response, {
    ...{ status: 403, headers: { "content-type": "text/plain" }, body: foreignText(why) },
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) throw new ConnectionReset("The request is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, { status, headers, body }: WireResponse): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

function endpointOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
