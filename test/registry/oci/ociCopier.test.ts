import { expect } from "chai";
import { createHash } from "node:crypto";
import {
  RegistryRefused,
  RegistryUnauthorized,
  RegistryUnreachable,
} from "../../../registry/errors";
import { OciClient } from "../../../registry/oci/ociClient";
import { OciCopier } from "../../../registry/oci/ociCopier";
import { VirtualClock } from "../../_helpers/virtualClock";
import { errorFrom } from "../../_helpers/errorFrom";
import { httpServer, type Answer, type Asked, type HttpServer } from "../../_helpers/httpServer";

// What real registries do is shown in test/e2e/imageCopy.test.ts. Here: what they do on bad days.

const layer = "a layer's bytes";
const layerDigest = digestOf(layer);
const mediaType = "application/vnd.oci.image.manifest.v1+json";
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType,
  layers: [
    { mediaType: "layer", digest: layerDigest, size: layer.length },
    { mediaType: "application/vnd.docker.image.rootfs.foreign.diff", digest: "sha256:f", size: 9 },
  ],
});
const digest = digestOf(manifest);
const notFound: Answer = { status: 404, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}' };

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

const source = ({ path }: Asked): Answer =>
  path.includes("/blobs/")
    ? { body: layer }
    : path.endsWith(digest)
      ? { headers: { "content-type": mediaType }, body: manifest }
      : notFound;

/** A target that has nothing, and takes everything. */
const target = ({ method }: Asked): Answer => {
  if (method === "POST") return { status: 202, headers: { location: "/v2/b/app/upload?state=1" } };
  return method === "PUT" ? { status: 201 } : notFound;
};

describe("copying an image on a bad day", () => {
  let from: HttpServer;
  let to: HttpServer;
  let clock: VirtualClock;

  async function copy(
    sourceAnswers: (asked: Asked) => Answer,
    targetAnswers: (asked: Asked) => Answer,
    onBytes: (arrived: number) => void = () => undefined,
  ) {
    from = await httpServer(sourceAnswers);
    to = await httpServer(targetAnswers);
    clock = new VirtualClock();
    const options = { clock, random: () => 0, credentials: () => Promise.resolve(undefined) };
    const copier = new OciCopier(new OciClient(options), new OciClient(options), options);
    let over = false;
    const request = { from: `${from.host}/a/app`, to: `${to.host}/b/app`, digest, tag: "c1" };
    const copied = copier.copy(request, onBytes).finally(() => (over = true));
    copied.catch(() => undefined);
    while (!over) await clock.advance(1_000);
    return copied;
  }
  afterEach(() => Promise.all([from.close(), to.close()]));

  const uploads = () =>
    to.asked.filter(({ method, path }) => method === "PUT" && path.includes("upload"));

  it("says how long a layer is, and leaves those alone that are kept elsewhere", async () => {
    const result = await copy(source, target);
    expect(result).to.deep.equal({ manifests: 1, layers: 1, bytes: layer.length, mounted: 0 });
    const [upload] = uploads();
    expect(upload?.headers["content-length"]).to.equal(String(layer.length));
    expect(upload?.body).to.equal(layer);
    expect(upload?.path).to.equal(
      `/v2/b/app/upload?state=1&digest=${encodeURIComponent(layerDigest)}`,
    );
    const manifests = to.asked.filter(
      ({ method, path }) => method === "PUT" && path.includes("manifests"),
    );
    expect(manifests.map(({ path }) => path.split("/").at(-1))).to.deep.equal([digest, "c1"]);
  });

  it("sends a layer again when the connection broke, and counts it once", async () => {
    let broken = 0;
    const arrived: number[] = [];
    const flaky = (asked: Asked): Answer =>
      asked.path.includes("upload?") && broken++ < 2 ? { reset: true } : target(asked);
    const result = await copy(source, flaky, (bytes) => arrived.push(bytes));
    expect(result.bytes).to.equal(layer.length);
    expect(uploads()).to.have.lengthOf(3);
    expect(arrived.at(-1)).to.equal(layer.length);
  });

  it("waits where a registry has too many requests, whichever it turns away", async () => {
    const turned = new Set<string>();
    const busy =
      (answers: (asked: Asked) => Answer) =>
      (asked: Asked): Answer => {
        const key = `${asked.method} ${asked.path}`;
        if (turned.has(key)) return answers(asked);
        turned.add(key);
        return { status: 429, body: '{"errors":[{"code":"TOOMANYREQUESTS"}]}' };
      };
    const result = await copy(busy(source), busy(target));
    expect(result.bytes).to.equal(layer.length);
    expect([...turned].filter((key) => /^(POST|PUT)/.test(key))).to.have.lengthOf(4);
    const manifests = to.asked.filter(({ path }) => path.endsWith("manifests/c1"));
    expect(manifests.filter(({ method }) => method === "PUT")).to.have.lengthOf(2);
  });

  it("leaves a tag alone that somebody else has set meanwhile", async () => {
    const other = manifest.replace("2,", "2 ,");
    let arrived = false;
    const error = await errorFrom(
      copy(source, (asked) => {
        if (asked.path.includes("upload?")) arrived = true;
        const taken = arrived && asked.method === "GET" && asked.path.endsWith("/c1");
        return taken ? { headers: { "content-type": mediaType }, body: other } : target(asked);
      }),
    );
    expect(error).to.have.property("code", "TAG_TAKEN");
    expect(
      to.asked.filter(({ method, path }) => method === "PUT" && path.endsWith("/c1")),
    ).to.deep.equal([]);
  });

  it("tries a registry in trouble four times, and says so", async () => {
    const error = await errorFrom(
      copy(source, (asked) =>
        asked.path.includes("upload?") ? { status: 503, body: "busy" } : target(asked),
      ),
    );
    expect(error).to.be.instanceOf(RegistryRefused);
    expect(error.message).to.include("503");
    expect(uploads()).to.have.lengthOf(4);
  });

  it("never hands on bytes that are not those of the digest", async () => {
    const other = layer.replace("a", "b");
    const error = await errorFrom(
      copy((asked) => (asked.path.includes("/blobs/") ? { body: other } : source(asked)), target),
    );
    expect(error).to.be.instanceOf(RegistryRefused);
    expect(error.message).to.include("sends other bytes").and.include(layerDigest);
    expect(
      to.asked.filter(({ method }) => method === "PUT").map(({ body }) => body),
    ).to.not.include(other);
  });

  it("does not push a manifest whose layers did not arrive", async () => {
    const error = await errorFrom(
      copy(source, (asked) =>
        asked.method === "POST"
          ? { status: 403, body: '{"errors":[{"code":"DENIED"}]}' }
          : target(asked),
      ),
    );
    expect(error).to.be.instanceOf(RegistryUnauthorized);
    expect(to.asked.filter(({ method }) => method === "PUT")).to.be.empty;
  });

  it("gives a registry up that is silent for five minutes", async () => {
    const error = await errorFrom(
      copy(source, (asked) => (asked.path.includes("upload?") ? { never: true } : target(asked))),
    );
    expect(error).to.be.instanceOf(RegistryUnreachable);
    expect(error.message).to.match(/layer sha256:.* moved nothing for 300 s/);
  });
});
