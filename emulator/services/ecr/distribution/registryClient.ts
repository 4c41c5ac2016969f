import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { createHash } from "node:crypto";

/** Every manifest type that a registry may hold. */
export const manifestTypes = [
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
];

export interface Manifest {
  digest: string;
  mediaType: string;
  /** The bytes as pushed: another serialisation would have another digest. */
  body: Buffer;
}

interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** The real registry behind the guard, over its unix socket. */
export class RegistryClient {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(readonly socketPath: string) {}

  async manifest(repository: string, reference: string): Promise<Manifest | undefined> {
    const answer = await this.send("GET", `/v2/${repository}/manifests/${reference}`, {
      accept: manifestTypes.join(", "),
    });
    if (answer.status === 404) return undefined;
    expectStatus(answer, [200], `read the manifest ${repository}:${reference}`);
    const digest = `sha256:${createHash("sha256").update(answer.body).digest("hex")}`;
    return { digest, mediaType: answer.headers["content-type"] ?? "", body: answer.body };
  }

  /** The digest that a tag names, or the digest itself where the registry has it. */
  async digestOf(repository: string, reference: string): Promise<string | undefined> {
    const answer = await this.send("HEAD", `/v2/${repository}/manifests/${reference}`, {
      accept: manifestTypes.join(", "),
    });
    if (answer.status === 404) return undefined;
    expectStatus(answer, [200], `resolve ${repository}:${reference}`);
    const digest = answer.headers["docker-content-digest"];
    return typeof digest === "string" ? digest : undefined;
  }

  async tags(repository: string): Promise<string[]> {
    const answer = await this.send("GET", `/v2/${repository}/tags/list`);
    if (answer.status === 404) return [];
    expectStatus(answer, [200], `list the tags of ${repository}`);
    const { tags } = JSON.parse(answer.body.toString("utf8")) as { tags: string[] | null };
    return tags ?? [];
  }

  /** Size in bytes; undefined where the repository does not have the blob. */
  async blobSize(repository: string, digest: string): Promise<number | undefined> {
    const answer = await this.send("HEAD", `/v2/${repository}/blobs/${digest}`);
    if (answer.status === 404) return undefined;
    expectStatus(answer, [200], `find the layer ${digest} in ${repository}`);
    return Number(answer.headers["content-length"]);
  }

  async putManifest(
    repository: string,
    reference: string,
    mediaType: string,
    body: Buffer,
  ): Promise<void> {
    const answer = await this.send(
      "PUT",
      `/v2/${repository}/manifests/${reference}`,
      { "content-type": mediaType, "content-length": body.length },
      body,
    );
    expectStatus(answer, [200, 201], `store the manifest ${repository}:${reference}`);
  }

  /** By digest: with it go the tags that name it. By tag: only that tag. */
  async deleteManifest(repository: string, reference: string): Promise<void> {
    const answer = await this.send("DELETE", `/v2/${repository}/manifests/${reference}`);
    expectStatus(answer, [202, 404], `delete the manifest ${repository}:${reference}`);
  }

  close(): void {
    this.agent.destroy();
  }

  private send(
    method: string,
    path: string,
    headers: OutgoingHttpHeaders = {},
    body?: Buffer,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const call = request(
        { socketPath: this.socketPath, agent: this.agent, method, path, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      call.on("error", reject);
      call.end(body);
    });
  }
}

function expectStatus(answer: Answer, wanted: number[], what: string): void {
  if (wanted.includes(answer.status)) return;
  throw new Error(
    `The registry could not ${what}: HTTP ${answer.status} ${answer.body.toString("utf8")}`,
  );
}
