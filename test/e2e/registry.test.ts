import { expect } from "chai";
import { RegistryUnauthorized } from "../../registry/errors";
import { manifestTypes } from "../../registry/oci/manifest";
import { OciClient } from "../../registry/oci/ociClient";
import { OciRegistry } from "../../registry/oci/ociRegistry";
import type { RegistryCredentials } from "../../registry/logins/credentialSource";
import { systemClock, systemRandom } from "../../support/clock";
import { errorFrom } from "../_helpers/errorFrom";
import { digestOf, LocalRegistry, logins } from "./_helpers/localRegistry";

const [ociIndex, , ociManifest] = manifestTypes;
const login = logins.me.credentials;

describe("OciRegistry against a real registry", () => {
  let server: LocalRegistry;
  let repository: string;
  const registryOf = (credentials: RegistryCredentials | undefined) =>
    new OciRegistry(
      new OciClient({
        credentials: () => Promise.resolve(credentials),
        clock: systemClock,
        random: systemRandom,
      }),
    );
  const registry = registryOf(login);
  const putImage = (architecture: string, tag: string) =>
    server.putImage("team/app", architecture, tag);

  before(async () => {
    server = await LocalRegistry.start(logins.me);
    repository = `${server.host}/team/app`;
  });
  after(() => server.stop());

  it("finds an image by tag and by digest, with its platform", async () => {
    const { digest } = await putImage("arm64", "v1");
    const expected = {
      digest,
      mediaType: ociManifest,
      platforms: ["linux/arm64"],
      manifests: [],
    };
    expect(await registry.find(repository, "v1")).to.deep.equal(expected);
    expect(await registry.find(repository, digest)).to.deep.equal(expected);
  });

  it("finds an index with all its platforms", async () => {
    const amd64 = await putImage("amd64", "one");
    const arm64 = await putImage("arm64", "two");
    const { digest } = await server.putIndex("team/app", "many", [
      { ...amd64, platform: { os: "linux", architecture: "amd64" } },
      { ...arm64, platform: { os: "linux", architecture: "arm64", variant: "v8" } },
    ]);
    expect(await registry.find(repository, "many")).to.deep.equal({
      digest,
      mediaType: ociIndex,
      platforms: ["linux/amd64", "linux/arm64"],
      manifests: [amd64.digest, arm64.digest],
    });
    await registry.tag(repository, digest, "many-again");
    expect(await registry.find(repository, "many-again")).to.have.property("digest", digest);
  });

  it("gives an image a second tag, and moves it, without changing the digest", async () => {
    const first = await putImage("amd64", "first");
    const second = await putImage("s390x", "second");
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
