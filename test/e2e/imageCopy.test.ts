import { expect } from "chai";
import { randomBytes } from "node:crypto";
import { ImageNotFound, RegistryUnauthorized, TagTaken } from "../../registry/errors";
import { OciClient } from "../../registry/oci/ociClient";
import { OciCopier } from "../../registry/oci/ociCopier";
import { OciRegistry } from "../../registry/oci/ociRegistry";
import type { RegistryCredentials } from "../../registry/logins/credentialSource";
import { systemClock, systemRandom } from "../../support/clock";
import { errorFrom } from "../_helpers/errorFrom";
import { digestOf, LocalRegistry, logins, type Descriptor } from "./_helpers/localRegistry";

/** Every request that was sent, as `PUT staging /v2/app/blobs/…`. */
type Sent = { method: string; host: string; path: string; authorization: string | undefined };

describe("copying an image between two registries with a login each", () => {
  let staging: LocalRegistry;
  let production: LocalRegistry;
  let copier: OciCopier;
  let sent: Sent[];
  let image: Descriptor;
  const [shared, own] = [randomBytes(40_000).toString("hex"), randomBytes(90_000).toString("hex")];

  const optionsOf = (credentials: RegistryCredentials) => ({
    credentials: () => Promise.resolve(credentials),
    clock: systemClock,
    random: systemRandom,
    fetch: (url: string, init: RequestInit) => {
      const { host, pathname: path } = new URL(url);
      const authorization = new Headers(init.headers).get("authorization") ?? undefined;
      sent.push({ method: init.method ?? "GET", host, path, authorization });
      return fetch(url, init);
    },
  });
  const copierOf = (from: RegistryCredentials, to: RegistryCredentials) =>
    new OciCopier(new OciClient(optionsOf(from)), new OciClient(optionsOf(to)), optionsOf(to));

  before(async () => {
    sent = [];
    staging = await LocalRegistry.start(logins.me);
    production = await LocalRegistry.start(logins.other);
    copier = copierOf(staging.credentials, production.credentials);
    const amd64 = await staging.putImage("mage", "amd64", "one", [shared, own]);
    const arm64 = await staging.putImage("mage", "arm64", "two", [shared]);
    image = await staging.putIndex("mage", "c1", [
      { ...amd64, platform: { os: "linux", architecture: "amd64" } },
      { ...arm64, platform: { os: "linux", architecture: "arm64" } },
    ]);
  });
  beforeEach(() => (sent = []));
  after(() => Promise.all([staging.stop(), production.stop()]));

  const request = (more: object = {}) => ({
    from: `${staging.host}/mage`,
    to: `${production.host}/mage`,
    digest: image.digest,
    tag: "c1",
    ...more,
  });
  const configs = [configSize("amd64"), configSize("arm64")].reduce((a, b) => a + b);

  it("counts beforehand what is missing, and changes nothing", async () => {
    expect(await copier.missing(request())).to.deep.equal({
      manifests: 3,
      layers: 4,
      bytes: shared.length + own.length + configs,
    });
    expect(sent.filter(({ method }) => !["GET", "HEAD"].includes(method))).to.be.empty;
  });

  it("brings every platform under the same digest, and counts the bytes", async () => {
    const seen: [number, number][] = [];
    const result = await copier.copy(request(), (...bytes) => seen.push(bytes));
    const bytes = shared.length + own.length + configs;
    expect(result).to.deep.equal({ manifests: 3, layers: 4, bytes, mounted: 0 });
    expect(seen.at(-1)).to.deep.equal([bytes, bytes]);
    const there = new OciRegistry(new OciClient(optionsOf(production.credentials)));
    expect(await there.find(`${production.host}/mage`, "c1")).to.deep.include({
      digest: image.digest,
      mediaType: image.mediaType,
      platforms: ["linux/amd64", "linux/arm64"],
    });
    expect(await production.status("mage", `blobs/${digestOf(own)}`)).to.equal(200);
  });

  it("gives each registry its own login only", async () => {
    await copier.copy(request({ to: `${production.host}/another` }), () => undefined);
    const logins = (host: string) =>
      new Set(sent.flatMap((one) => (one.host === host ? (one.authorization ?? []) : [])));
    expect(logins(staging.host).size).to.equal(1);
    expect(logins(production.host).size).to.equal(1);
    expect(logins(staging.host)).to.not.deep.equal(logins(production.host));
  });

  it("moves nothing the second time", async () => {
    expect(await copier.missing(request())).to.deep.equal({ manifests: 0, layers: 0, bytes: 0 });
    const nothing = { manifests: 0, layers: 0, bytes: 0, mounted: 0 };
    expect(await copier.copy(request(), () => undefined)).to.deep.equal(nothing);
    expect(sent.filter(({ method }) => !["GET", "HEAD"].includes(method))).to.be.empty;
  });

  it("moves only the layers that are missing", async () => {
    const next = randomBytes(5_000).toString("hex");
    const { digest } = await staging.putImage("mage", "amd64", "c2", [shared, next]);
    const result = await copier.copy(request({ digest, tag: "c2" }), () => undefined);
    expect(result).to.deep.equal({ manifests: 1, layers: 1, bytes: next.length, mounted: 0 });
  });

  it("lets one registry take layers from its other repository", async () => {
    const near = copierOf(staging.credentials, staging.credentials);
    const there = request({ to: `${staging.host}/team/copy` });
    const result = await near.copy(there, () => undefined);
    expect(result).to.deep.equal({ manifests: 3, layers: 0, bytes: 0, mounted: 4 });
    expect(await staging.status("team/copy", "manifests/c1")).to.equal(200);
  });

  it("never takes a commit's tag from another image, unless that is asked", async () => {
    const { digest } = await staging.putImage("mage", "s390x", "c3");
    const taken = request({ digest });
    expect(await errorFrom(copier.missing(taken))).to.be.instanceOf(TagTaken);
    const error = await errorFrom(copier.copy(taken, () => undefined));
    expect(error).to.be.instanceOf(TagTaken);
    expect(error.message).to.include(image.digest).and.include(digest);
    await copier.copy({ ...taken, moveTag: true }, () => undefined);
    const there = new OciRegistry(new OciClient(optionsOf(production.credentials)));
    expect(await there.find(taken.to, "c1")).to.have.property("digest", digest);
  });

  it("says what is missing where the image is not there, or the login is wrong", async () => {
    const digest = digestOf("nothing");
    const missing = await errorFrom(copier.copy(request({ digest, tag: "c9" }), () => undefined));
    expect(missing).to.be.instanceOf(ImageNotFound);
    expect(missing.message).to.include(`${staging.host}/mage`);
    const wrong = copierOf(staging.credentials, staging.credentials);
    const refused = await errorFrom(wrong.copy(request(), () => undefined));
    expect(refused).to.be.instanceOf(RegistryUnauthorized);
    expect(refused.message).to.include(production.host).and.not.include("hunter2");
  });
});

function configSize(architecture: string): number {
  return JSON.stringify({ os: "linux", architecture, rootfs: { type: "layers" } }).length;
}
