import { createHash } from "node:crypto";
import { httpServer, type Answer, type HttpServer } from "./httpServer";

const index = "application/vnd.oci.image.index.v1+json";

type Around = (
  request: { method: string; path: string },
  answer: () => Answer,
) => Answer | Promise<Answer>;

/** Manifests in memory behind the distribution API; no login, no layers. */
export class FakeOciRegistry {
  /** `repository:tag` and `repository:digest` → manifest. */
  private readonly manifests = new Map<string, string>();
  private server: HttpServer | undefined;

  /** @param around is given every request, and may let its answer wait */
  constructor(private readonly around: Around = (_request, answer) => answer()) {}

  async listen(): Promise<this> {
    this.server = await httpServer(({ method, path, body }) =>
      this.around({ method, path }, () => this.answer(method, path, body)),
    );
    return this;
  }

  get host(): string {
    return this.server?.host ?? "";
  }

  /** An index for linux/amd64 that differs from every other by its name. */
  push(repository: string, tag: string): string {
    const child = digestOf(`${repository}:${tag}`);
    const platform = { os: "linux", architecture: "amd64" };
    const manifests = [{ mediaType: index, digest: child, size: 1, platform }];
    return this.put(
      repository,
      tag,
      JSON.stringify({ schemaVersion: 2, mediaType: index, manifests }),
    );
  }

  /** Lets `tag` name what `of` names. */
  tag(repository: string, of: string, tag: string): void {
    this.put(repository, tag, this.manifests.get(`${repository}:${of}`) ?? "");
  }

  digest(repository: string, tag: string): string | undefined {
    const manifest = this.manifests.get(`${repository}:${tag}`);
    return manifest === undefined ? undefined : digestOf(manifest);
  }

  /** What an image reference resolves to; a text of its own for images of other registries. */
  digestOf(image: string): string | undefined {
    const named = image.startsWith(`${this.host}/`) ? image.slice(this.host.length + 1) : undefined;
    const manifest = named === undefined ? image : this.manifests.get(named);
    return manifest === undefined ? undefined : digestOf(manifest);
  }

  async close(): Promise<void> {
    await this.server?.close();
  }

  private put(repository: string, tag: string, manifest: string): string {
    const digest = digestOf(manifest);
    this.manifests.set(`${repository}:${tag}`, manifest);
    this.manifests.set(`${repository}:${digest}`, manifest);
    return digest;
  }

  private answer(method: string, path: string, body: string): Answer {
    const [, repository = "", reference = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(path) ?? [];
    if (method === "PUT") {
      const digest = this.put(repository, reference, body);
      return { status: 201, headers: { "docker-content-digest": digest } };
    }
    const manifest = this.manifests.get(`${repository}:${reference}`);
    if (manifest === undefined) {
      const errors = [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }];
      return { status: 404, body: JSON.stringify({ errors }) };
    }
    const headers = { "content-type": index, "docker-content-digest": digestOf(manifest) };
    return { headers, body: method === "HEAD" ? undefined : manifest };
  }
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
