import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

export const digestOf = (content: string | Buffer): string =>
  `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** As much of a registry as ECR needs behind it, in memory, on a unix socket. */
export class SocketRegistry {
  readonly requests: string[] = [];
  private readonly folder = mkdtempSync(path.join(tmpdir(), "registry-"));
  readonly socket = path.join(this.folder, "r.sock");
  private readonly manifests = new Map<string, { type: string; body: Buffer }>();
  private readonly tags = new Map<string, string>();
  private readonly blobs = new Map<string, Buffer>();
  private server?: Server;

  async listen(): Promise<this> {
    this.server = createServer((req, res) => void this.answer(req, res));
    await new Promise<void>((resolve) => this.server?.listen(this.socket, resolve));
    return this;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** @returns its digest */
  addBlob(repository: string, content: string): string {
    const digest = digestOf(content);
    this.blobs.set(`${repository} ${digest}`, Buffer.from(content));
    return digest;
  }

  private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method = "", url = "" } = req;
    this.requests.push(`${method} ${url} ${req.headers.authorization ?? "-"}`);
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    const [, name = "", kind = "", reference = ""] =
      /^\/v2\/(.+)\/(manifests|blobs|tags)\/(.*)$/.exec(url) ?? [];
    const reply = this.reply(method, name, kind, reference, Buffer.concat(chunks), req);
    res.writeHead(reply.status, reply.headers);
    res.end(method === "HEAD" ? undefined : reply.body);
  }

  private reply(
    method: string,
    name: string,
    kind: string,
    reference: string,
    body: Buffer,
    req: IncomingMessage,
  ): { status: number; headers?: Record<string, string>; body?: string | Buffer } {
    if (kind === "") return { status: 200, body: "{}" };
    if (kind === "tags") {
      const tags = [...this.tags.keys()].filter((key) => key.startsWith(`${name} `));
      return { status: 200, body: JSON.stringify({ tags: tags.map((key) => key.split(" ")[1]) }) };
    }
    if (kind === "blobs" && method === "POST") {
      return { status: 202, headers: { location: `/v2/${name}/blobs/uploads/1?_state=x` } };
    }
    if (kind === "blobs") {
      const blob = this.blobs.get(`${name} ${reference}`);
      if (!blob) return { status: 404 };
      return { status: 200, headers: { "content-length": String(blob.length) }, body: blob };
    }
    if (method === "PUT") {
      const digest = digestOf(body);
      this.manifests.set(`${name} ${digest}`, { type: req.headers["content-type"] ?? "", body });
      if (!reference.includes(":")) this.tags.set(`${name} ${reference}`, digest);
      return { status: 201, headers: { "docker-content-digest": digest } };
    }
    const digest = reference.includes(":") ? reference : this.tags.get(`${name} ${reference}`);
    const manifest = this.manifests.get(`${name} ${digest ?? ""}`);
    if (digest === undefined || !manifest) return { status: 404 };
    if (method === "DELETE") {
      if (reference.includes(":")) this.manifests.delete(`${name} ${digest}`);
      for (const [key, named] of this.tags) {
        if (key === `${name} ${reference}` || (reference === digest && named === digest)) {
          this.tags.delete(key);
        }
      }
      return { status: 202 };
    }
    const headers = { "content-type": manifest.type, "docker-content-digest": digest };
    return { status: 200, headers, body: manifest.body };
  }
}
