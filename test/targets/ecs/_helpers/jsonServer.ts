import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedCall {
  /** The operation's name. */
  target: string;
  /** As on the wire; the text where it is no JSON. */
  body: unknown;
  length: string | undefined;
}

export interface Answer {
  status?: number;
  body: unknown;
}

/** A server that speaks as much of AWS JSON 1.1 as a client needs to believe it. */
export class JsonServer {
  readonly received: ReceivedCall[] = [];
  answer: (call: ReceivedCall) => Answer = () => ({ body: {} });
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const call = {
        target: String(request.headers["x-amz-target"]).split(".").at(-1) ?? "",
        body: jsonOrText(Buffer.concat(chunks).toString()),
        length: request.headers["content-length"],
      };
      this.received.push(call);
      const { status = 200, body } = this.answer(call);
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(body));
    });
  });

  /** @returns its URL */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

function jsonOrText(text: string): unknown {
  return text.startsWith("{") ? JSON.parse(text) : text;
}
