import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { RegistryUnauthorized } from "../../registry/errors";
import { manifestTypes } from "../../registry/manifest";
import { OciRegistry } from "../../registry/ociRegistry";
import { basicAuthorization, type RegistryCredentials } from "../../registry/registryCredentials";
import { systemClock, systemRandom } from "../../support/clock";
import { readToolchain } from "../../toolchain/manifest";
import { errorFrom } from "../_helpers/errorFrom";

const [ociIndex, , ociManifest] = manifestTypes;
const login: RegistryCredentials = {
  username: "me",
  password: "hunter2-registry",
  source: "the test",
};
const htpasswd = "me:$2b$04$wqglqzTcpUU0SBXoxUITxujWeOZsRb0RRwezo6MxF5IocQCIhsPle\n";

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** Puts things into the registry as a client of its own, apart from the code under test. */
async function put(url: string, contentType: string, body: string): Promise<void> {
  const headers = { authorization: basicAuthorization(login), "content-type": contentType };
  const response = await fetch(url, { method: "PUT", headers, body });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}

async function putBlob(base: string, body: string): Promise<string> {
  const headers = { authorization: basicAuthorization(login) };
  const started = await fetch(`${base}/blobs/uploads/`, { method: "POST", headers });
  const target = new URL(started.headers.get("location") ?? "", base);
  target.searchParams.set("digest", digestOf(body));
  await put(target.href, "application/octet-stream", body);
  return digestOf(body);
}

async function putImage(base: string, architecture: string, tag: string) {
  const config = JSON.stringify({ os: "linux", architecture, rootfs: { type: "layers" } });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: {
      mediaType: "application/vnd.oci.image.config.v1+json",
      digest: await putBlob(base, config),
      size: config.length,
    },
    layers: [],
  });
  await put(`${base}/manifests/${tag}`, ociManifest, manifest);
  return { mediaType: ociManifest, digest: digestOf(manifest), size: manifest.length };
}

describe("OciRegistry against a real registry", () => {
  let folder: string;
  let server: ChildProcess;
  let repository: string;
  let base: string;
  const registryOf = (credentials: RegistryCredentials | undefined) =>
    new OciRegistry({
      credentials: () => Promise.resolve(credentials),
      clock: systemClock,
      random: systemRandom,
    });
  const registry = registryOf(login);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-registry-"));
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
    server = spawn(path, ["serve", join(folder, "config.yml")], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const host = await listeningHost(server);
    repository = `${host}/team/app`;
    base = `http://${host}/v2/team/app`;
  });
  after(async () => {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it("finds an image by tag and by digest, with its platform", async () => {
    const { digest } = await putImage(base, "arm64", "v1");
    const expected = { digest, mediaType: ociManifest, platforms: ["linux/arm64"] };
    expect(await registry.find(repository, "v1")).to.deep.equal(expected);
    expect(await registry.find(repository, digest)).to.deep.equal(expected);
  });

  it("finds an index with all its platforms", async () => {
    const amd64 = await putImage(base, "amd64", "one");
    const arm64 = await putImage(base, "arm64", "two");
    const index = JSON.stringify({
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: [
        { ...amd64, platform: { os: "linux", architecture: "amd64" } },
        { ...arm64, platform: { os: "linux", architecture: "arm64", variant: "v8" } },
      ],
    });
    await put(`${base}/manifests/many`, ociIndex, index);
    expect(await registry.find(repository, "many")).to.deep.equal({
      digest: digestOf(index),
      mediaType: ociIndex,
      platforms: ["linux/amd64", "linux/arm64"],
    });
    await registry.tag(repository, digestOf(index), "many-again");
    expect(await registry.find(repository, "many-again")).to.have.property(
      "digest",
      digestOf(index),
    );
  });

  it("gives an image a second tag, and moves it, without changing the digest", async () => {
    const first = await putImage(base, "amd64", "first");
    const second = await putImage(base, "s390x", "second");
    await registry.tag(repository, first.digest, "staging");
    expect(await registry.find(repository, "staging")).to.have.property("digest", first.digest);
    await registry.tag(repository, second.digest, "staging");
    expect(await registry.find(repository, "staging")).to.have.property("digest", second.digest);
    expect(await registry.find(repository, "first")).to.have.property("digest", first.digest);
  });

  it("knows nothing of a missing tag, digest or never pushed repository", async () => {
    expect(await registry.find(repository, "missing")).to.be.undefined;
    expect(await registry.find(repository, digestOf("missing"))).to.be.undefined;
    expect(await registry.find(repository.replace("/team/app", "/none"), "v1")).to.be.undefined;
  });

  it("says that a login is missing or wrong, without repeating it", async () => {
    const missing = await errorFrom(registryOf(undefined).find(repository, "v1"));
    expect(missing).to.be.instanceOf(RegistryUnauthorized);
    expect(missing.message).to.include("none is known");
    const wrong = { ...login, password: "wrong-secret" };
    const refused = await errorFrom(registryOf(wrong).find(repository, "v1"));
    expect(refused).to.be.instanceOf(RegistryUnauthorized);
    expect(refused.message).to.include("does not accept the login from the test");
    expect(JSON.stringify(refused) + String(refused.stack)).not.to.include("wrong-secret");
  });
});

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
