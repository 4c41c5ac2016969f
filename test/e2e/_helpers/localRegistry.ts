import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { manifestTypes } from "../../../registry/oci/manifest";
import {
  basicAuthorization,
  type RegistryCredentials,
} from "../../../registry/logins/credentialSource";
import { readToolchain } from "../../../toolchain/manifest";

const [ociIndex, , ociManifest] = manifestTypes;

/** Two logins, and what a registry keeps of each. */
export const logins = {
  me: {
    credentials: { username: "me", password: "hunter2-registry", source: "the test" },
    htpasswd: "me:$2b$04$wqglqzTcpUU0SBXoxUITxujWeOZsRb0RRwezo6MxF5IocQCIhsPle\n",
  },
  other: {
    credentials: { username: "other", password: "hunter2-production", source: "another account" },
    htpasswd: "other:$2b$04$wqglqzTcpUU0SBXoxUITxuH1kW/9ZeAvxaCc/I3tIub/vV/ho0mQ.\n",
  },
};

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

/** A real registry that asks for a login; what is put into it comes by a client of the test's own. */
export class LocalRegistry {
  private constructor(
    readonly host: string,
    private readonly folder: string,
    private readonly server: ChildProcess,
    readonly credentials: RegistryCredentials,
  ) {}

  static async start({ credentials, htpasswd }: (typeof logins)["me"]): Promise<LocalRegistry> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-registry-"));
    await writeFile(join(folder, "htpasswd"), htpasswd);
    await writeFile(
      join(folder, "config.yml"),
      [
        "version: 0.1",
        `storage: {filesystem: {rootdirectory: ${folder}/storage}}`,
        "http: {addr: 127.0.0.1:0}",
        `auth: {htpasswd: {realm: test, path: ${folder}/htpasswd}}`,
      ].join("\n"),
    );
    const { path } = readToolchain().registry;
    const server = spawn(path, ["serve", join(folder, "config.yml")], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    return new LocalRegistry(await listeningHost(server), folder, server, credentials);
  }

  async stop(): Promise<void> {
    this.server.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** @returns the status of a request for something below a repository */
  async status(repository: string, path: string): Promise<number> {
    const headers = { authorization: basicAuthorization(this.credentials) };
    const url = `http://${this.host}/v2/${repository}/${path}`;
    return (await fetch(url, { method: "HEAD", headers })).status;
  }

  async putBlob(repository: string, body: string): Promise<string> {
    const base = `http://${this.host}/v2/${repository}`;
    const headers = { authorization: basicAuthorization(this.credentials) };
    const started = await fetch(`${base}/blobs/uploads/`, { method: "POST", headers });
    const target = new URL(started.headers.get("location") ?? "", base);
    target.searchParams.set("digest", digestOf(body));
    await this.put(target.href, "application/octet-stream", body);
    return digestOf(body);
  }

  /** An image of one platform with the layers' contents. */
  async putImage(
    repository: string,
    architecture: string,
    tag: string,
    layers: readonly string[] = [],
  ): Promise<Descriptor> {
    const config = JSON.stringify({ os: "linux", architecture, rootfs: { type: "layers" } });
    const blob = async (mediaType: string, body: string) => ({
      mediaType,
      digest: await this.putBlob(repository, body),
      size: Buffer.byteLength(body),
    });
    const described = [];
    for (const layer of layers) {
      described.push(await blob("application/vnd.oci.image.layer.v1.tar", layer));
    }
    return this.putManifest(repository, tag, {
      schemaVersion: 2,
      mediaType: ociManifest,
      config: await blob("application/vnd.oci.image.config.v1+json", config),
      layers: described,
    });
  }

  /** An index of images that are in the repository. */
  putIndex(
    repository: string,
    tag: string,
    manifests: readonly (Descriptor & { platform?: object; annotations?: object })[],
  ): Promise<Descriptor> {
    return this.putManifest(repository, tag, { schemaVersion: 2, mediaType: ociIndex, manifests });
  }

  private async putManifest(
    repository: string,
    tag: string,
    content: {
      readonly schemaVersion: 2;
      readonly mediaType: string;
      readonly [key: string]: unknown;
    },
  ): Promise<Descriptor> {
    const { mediaType } = content;
    const manifest = JSON.stringify(content);
    const url = `http://${this.host}/v2/${repository}/manifests/${tag}`;
    await this.put(url, mediaType, manifest);
    return { mediaType, digest: digestOf(manifest), size: manifest.length };
  }

  private async put(url: string, contentType: string, body: string): Promise<void> {
    const authorization = basicAuthorization(this.credentials);
    const headers = { authorization, "content-type": contentType };
    const response = await fetch(url, { method: "PUT", headers, body });
    if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  }
}

export function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** The registry says in its log where it listens. */
async function listeningHost(server: ChildProcess): Promise<string> {
  const lines: string[] = [];
  if (!server.stderr) throw new Error("The registry's log is not there.");
  const log = createInterface({ input: server.stderr });
  for await (const line of log) {
    lines.push(line);
    const host = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (host !== undefined) {
      server.stderr.resume();
      return host;
    }
  }
  throw new Error(`The registry did not start:\n${lines.join("\n")}`);
}
