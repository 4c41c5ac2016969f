import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Breaks the connection instead. */
  readonly reset?: boolean;
  /** Says nothing at all. */
  readonly never?: boolean;
}

export interface HttpServer {
  readonly host: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** A server on this machine that answers by a function; `count` starts at 1. */
export async function httpServer(
  answer: (asked: Asked, count: number) => Answer | Promise<Answer>,
): Promise<HttpServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
      asked.push(one);
      void Promise.resolve(answer(one, asked.length)).then((given) => {
        const { status = 200, headers: sent, body, reset, never } = given;
        if (reset) request.socket.destroy();
        else if (!never) response.writeHead(status, sent).end(body);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
