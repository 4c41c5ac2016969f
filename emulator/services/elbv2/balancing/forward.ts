import { request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { minute } from "../../../core/time";
import type { Listener } from "../state/loadBalancer";
import type { BackendAddress } from "./backend";

/** Real milliseconds without a byte after which a target is given up; AWS's default. */
const idleTimeout = minute;

/** Headers that are about one connection only. */
const ofConnection = new Set([
  ...["connection", "keep-alive", "proxy-authenticate", "proxy-authorization"],
  ...["te", "trailer", "transfer-encoding", "upgrade"],
]);

export interface ForwardTo {
  address: BackendAddress;
  listener: Pick<Listener, "port" | "protocol">;
  /** @default a minute */
  idleTimeout?: number;
}

/** Passes a request to the target and its answer to the client: 502 for no answer, 504 for none in time. */
export function forward(to: ForwardTo, request: IncomingMessage, response: ServerResponse): void {
  const { method, url: path } = request;
  const headers = { ...kept(request), ...forwarded(to, request) };
  const asking = ask({ ...to.address, method, path, headers, agent: false, setHost: false });
  let late = false;
  asking.setTimeout(to.idleTimeout ?? idleTimeout, () => {
    late = true;
    asking.destroy();
  });
  asking.once("error", () => {
    if (response.headersSent) response.destroy();
    else refuse(response, late ? 504 : 502);
  });
  asking.once("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, kept(answer));
    // An answer that breaks off must not look whole to the client.
    pipeline(answer, response, (error) => {
      if (error) response.destroy();
    });
  });
  response.once("close", () => asking.destroy());
  request.pipe(asking);
}

function kept({ headers }: IncomingMessage): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !ofConnection.has(name)) out[name] = value;
  }
  return out;
}

function forwarded({ listener }: ForwardTo, request: IncomingMessage): Record<string, string> {
  const earlier = request.headers["x-forwarded-for"];
  const client = request.socket.remoteAddress ?? "";
  return {
    connection: "close",
    "x-forwarded-for": earlier === undefined ? client : `${String(earlier)}, ${client}`,
    "x-forwarded-port": String(listener.port),
    "x-forwarded-proto": listener.protocol.toLowerCase(),
  };
}

const titles: Readonly<Record<number, string>> = {
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
  504: "504 Gateway Time-out",
};

/** Answers as a load balancer does when no target has answered it. */
export function refuse(response: ServerResponse, status: 502 | 503 | 504): void {
  const title = titles[status] ?? "";
  response.writeHead(status, { server: "awselb/2.0", "content-type": "text/html" });
  response.end(
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
  );
}
