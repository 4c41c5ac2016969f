import { expect } from "chai";
import { createHash } from "node:crypto";
import {
  ImageNotFound,
  RegistryRefused,
  RegistryUnauthorized,
  RegistryUnreachable,
  RepositoryNotFound,
  TagImmutable,
} from "../../../registry/errors";
import { manifestTypes } from "../../../registry/oci/manifest";
import { OciClient } from "../../../registry/oci/ociClient";
import { OciRegistry } from "../../../registry/oci/ociRegistry";
import type { CredentialSource } from "../../../registry/logins/credentialSource";
import type { Clock } from "../../../support/clock";
import { errorFrom } from "../../_helpers/errorFrom";
import { httpServer, type Answer, type Asked } from "../../_helpers/httpServer";

// What a real registry does is shown against one, in test/e2e/registry.test.ts. Here: the answers
// that it does not give on demand.

const [, , ociManifest, dockerManifest] = manifestTypes;
const config = JSON.stringify({ os: "linux", architecture: "arm64", variant: "v8" });
const configDigest = digestOf(config);
const manifest = JSON.stringify({
  schemaVersion: 2,
  config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: configDigest },
});
const digest = digestOf(manifest);

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

const image: Record<string, Answer> = {
  "/v2/app/manifests/v1": { headers: { "content-type": ociManifest }, body: manifest },
  [`/v2/app/manifests/${digest}`]: { headers: { "content-type": ociManifest }, body: manifest },
  [`/v2/app/blobs/${configDigest}`]: { body: config },
};
const missing: Answer = {
  status: 404,
  body: '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}',
};
const plain = (asked: Asked): Answer => image[asked.path] ?? missing;
const secret = "hunter2-of-the-registry";
const login: CredentialSource = () =>
  Promise.resolve({ username: "AWS", password: secret, source: "ECR in us-east-1" });
const nobody: CredentialSource = () => Promise.resolve(undefined);

/** Time passes at once where it is waited for; a deadline never comes. */
function hurriedClock(): Clock & { waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => 0,
    monotonic: () => 0,
    sleep(ms, signal) {
      if (ms < 30_000) {
        waits.push(ms);
        return Promise.resolve();
      }
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
      });
    },
  };
}

async function against<T>(
  answer: (asked: Asked, count: number) => Answer,
  work: (registry: OciRegistry, host: string, asked: Asked[], waits: number[]) => Promise<T>,
  credentials: CredentialSource = nobody,
): Promise<T> {
  const server = await httpServer(answer);
  const clock = hurriedClock();
  try {
    const registry = new OciRegistry(new OciClient({ credentials, clock, random: () => 1 }));
    return await work(registry, server.host, server.asked, clock.waits);
  } finally {
    await server.close();
  }
}

describe("OciRegistry", () => {
  describe("find", () => {
    it("says digest, media type and the platform of the config", () =>
      against(plain, async (registry, host, asked) => {
        expect(await registry.find(`${host}/app`, "v1")).to.deep.equal({
          digest,
          mediaType: ociManifest,
          platforms: ["linux/arm64"],
          manifests: [],
        });
        expect(asked[0]?.headers.accept).to.equal(manifestTypes.join(", "));
      }));

    it("knows nothing of a missing tag, nor of what can't be one", () =>
      against(plain, async (registry, host, asked) => {
        expect(await registry.find(`${host}/app`, "v2")).to.be.undefined;
        expect(await registry.find(`${host}/app`, "no tag")).to.be.undefined;
        expect(asked).to.have.length(1);
      }));

    it("says that a repository does not exist", () =>
      against(
        () => ({
          status: 404,
          body: '{"errors":[{"code":"NAME_UNKNOWN","message":"The repository does not exist"}]}',
        }),
        async (registry, host) => {
          const error = await errorFrom(registry.find(`${host}/app`, "v1"));
          expect(error).to.be.instanceOf(RepositoryNotFound);
          expect(error.message).to.include(`${host}/app`);
        },
      ));

    it("refuses a manifest that is not the one asked for", () =>
      against(
        () => ({ headers: { "content-type": dockerManifest }, body: "{}" }),
        async (registry, host) => {
          const error = await errorFrom(registry.find(`${host}/app`, digest));
          expect(error).to.be.instanceOf(RegistryRefused);
          expect(error.message).to.include(digestOf("{}"));
        },
      ));
  });

  it("takes no web page for a manifest", () =>
    against(
      () => ({ headers: { "content-type": "text/html" }, body: "<p>Sign in to the Wi-Fi" }),
      async (registry, host) => {
        const error = await errorFrom(registry.find(`${host}/app`, "v1"));
        expect(error).to.be.instanceOf(RegistryRefused);
        expect(error.message).to.include("no image manifest");
      },
    ));

  describe("logging in", () => {
    it("answers a Basic challenge once and remembers it", () =>
      against(
        (asked) =>
          asked.headers.authorization === `Basic ${btoa(`AWS:${secret}`)}`
            ? plain(asked)
            : { status: 401, headers: { "www-authenticate": 'Basic realm="ecr"' } },
        async (registry, host, asked) => {
          await registry.find(`${host}/app`, "v1");
          await registry.find(`${host}/app`, "v1");
          expect(asked.map(({ path }) => path.split("/")[3])).to.deep.equal([
            "manifests",
            "manifests",
            "blobs",
            "manifests",
            "blobs",
          ]);
        },
        login,
      ));

    it("fetches a Bearer token where the registry points", () =>
      against(
        (asked) => {
          if (asked.path.startsWith("/token")) return { body: '{"token":"t0k3n"}' };
          return asked.headers.authorization === "Bearer t0k3n"
            ? plain(asked)
            : {
                status: 401,
                headers: {
                  "www-authenticate": `Bearer realm="http://${asked.headers.host ?? ""}/token",service="hub"`,
                },
              };
        },
        async (registry, host, asked) => {
          expect(await registry.find(`${host}/app`, "v1")).to.have.property("digest", digest);
          const token = asked.find(({ path }) => path.startsWith("/token"));
          expect(token?.path).to.equal("/token?service=hub&scope=repository%3Aapp%3Apull");
          expect(token?.headers.authorization).to.equal(`Basic ${btoa(`AWS:${secret}`)}`);
        },
        login,
      ));

    it("sends an identity token as a form, not in an address", () =>
      against(
        (asked) => {
          if (asked.path === "/token") return { body: '{"access_token":"t0k3n"}' };
          return asked.headers.authorization === "Bearer t0k3n"
            ? plain(asked)
            : {
                status: 401,
                headers: {
                  "www-authenticate": `Bearer realm="http://${asked.headers.host ?? ""}/token"`,
                },
              };
        },
        async (registry, host, asked) => {
          await registry.find(`${host}/app`, "v1");
          const token = asked.find(({ path }) => path === "/token");
          expect(token?.method).to.equal("POST");
          expect(token?.body).to.include("grant_type=refresh_token&refresh_token=r3fr3sh");
        },
        () =>
          Promise.resolve({ username: "", password: "", identityToken: "r3fr3sh", source: "x" }),
      ));

    it("never sends a login in clear over a network", () =>
      against(
        () => ({
          status: 401,
          headers: { "www-authenticate": 'Bearer realm="http://evil.example/token"' },
        }),
        async (registry, host) => {
          const error = await errorFrom(registry.find(`${host}/app`, "v1"));
          expect(error).to.be.instanceOf(RegistryUnauthorized);
          expect(error.message).to.include("not an https address");
        },
        login,
      ));

    it("says that a login is asked for and none is known", () =>
      against(
        () => ({ status: 401, headers: { "www-authenticate": 'Basic realm="x"' } }),
        async (registry, host) => {
          const error = await errorFrom(registry.find(`${host}/app`, "v1"));
          expect(error).to.be.instanceOf(RegistryUnauthorized);
          expect(error.message).to.include("none is known");
        },
      ));

    it("says whose login is not accepted, and not what it is", () =>
      against(
        () => ({ status: 401, headers: { "www-authenticate": 'Basic realm="x"' } }),
        async (registry, host) => {
          const error = await errorFrom(registry.find(`${host}/app`, "v1"));
          expect(error).to.be.instanceOf(RegistryUnauthorized);
          expect(error.message).to.include("does not accept the login from ECR in us-east-1");
          expect(JSON.stringify(error) + String(error.stack)).to.not.include(secret);
        },
        login,
      ));

    it("logs in again when a remembered login has run out", () => {
      let valid = 0;
      return against(
        (asked) =>
          asked.headers.authorization === `Basic ${btoa(`AWS:pass${valid}`)}`
            ? plain(asked)
            : { status: 401, headers: { "www-authenticate": 'Basic realm="x"' } },
        async (registry, host) => {
          await registry.find(`${host}/app`, "v1");
          valid = 1;
          expect(await registry.find(`${host}/app`, "v1")).to.have.property("digest", digest);
        },
        () => Promise.resolve({ username: "AWS", password: `pass${valid}`, source: "x" }),
      );
    });
  });

  describe("tag", () => {
    it("puts the very same bytes under the new tag", () =>
      against(
        (asked) => (asked.method === "PUT" ? { status: 201 } : plain(asked)),
        async (registry, host, asked) => {
          await registry.tag(`${host}/app`, digest, "staging");
          const put = asked.find(({ method }) => method === "PUT");
          expect(put?.path).to.equal("/v2/app/manifests/staging");
          expect(put?.headers["content-type"]).to.equal(ociManifest);
          expect(put?.body).to.equal(manifest);
        },
      ));

    it("says that the image is not there", () =>
      against(plain, async (registry, host) => {
        const error = await errorFrom(registry.tag(`${host}/app`, digestOf("x"), "staging"));
        expect(error).to.be.instanceOf(ImageNotFound);
      }));

    it("says that tags are immutable", () =>
      against(
        (asked) =>
          asked.method === "PUT"
            ? {
                status: 400,
                body: '{"errors":[{"code":"TAG_INVALID","message":"The image tag \'staging\' already exists in the \'app\' repository and cannot be overwritten because the repository is immutable."}]}',
              }
            : plain(asked),
        async (registry, host) => {
          const error = await errorFrom(registry.tag(`${host}/app`, digest, "staging"));
          expect(error).to.be.instanceOf(TagImmutable);
        },
      ));

    it("says that pushing is not allowed", () =>
      against(
        (asked) =>
          asked.method === "PUT"
            ? { status: 403, body: '{"errors":[{"code":"DENIED","message":"no push"}]}' }
            : plain(asked),
        async (registry, host) => {
          const error = await errorFrom(registry.tag(`${host}/app`, digest, "staging"));
          expect(error).to.be.instanceOf(RegistryUnauthorized);
          expect(error.message).to.include("403 DENIED no push");
        },
      ));

    it("does not send a write again", () =>
      against(
        (asked) => (asked.method === "PUT" ? { status: 503 } : plain(asked)),
        async (registry, host, asked) => {
          const error = await errorFrom(registry.tag(`${host}/app`, digest, "staging"));
          expect(error).to.be.instanceOf(RegistryRefused);
          expect(asked.filter(({ method }) => method === "PUT")).to.have.length(1);
        },
      ));
  });

  describe("trouble", () => {
    for (const status of [429, 500, 503]) {
      it(`asks again, ever later, after ${status}`, () =>
        against(
          (asked, count) => (count <= 2 ? { status } : plain(asked)),
          async (registry, host, _, waits) => {
            expect(await registry.find(`${host}/app`, "v1")).to.have.property("digest", digest);
            expect(waits).to.deep.equal([500, 1000]);
          },
        ));
    }

    it("waits as long as the registry asks for", () =>
      against(
        (asked, count) =>
          count === 1 ? { status: 429, headers: { "retry-after": "7" } } : plain(asked),
        async (registry, host, _, waits) => {
          await registry.find(`${host}/app`, "v1");
          expect(waits).to.deep.equal([7000]);
        },
      ));

    it("asks again after a broken connection", () =>
      against(
        (asked, count) => (count === 1 ? { reset: true } : plain(asked)),
        async (registry, host) => {
          expect(await registry.find(`${host}/app`, "v1")).to.have.property("digest", digest);
        },
      ));

    it("gives up after four attempts, with the status", () =>
      against(
        () => ({ status: 502 }),
        async (registry, host, asked) => {
          const error = await errorFrom(registry.find(`${host}/app`, "v1"));
          expect(error).to.be.instanceOf(RegistryRefused).with.property("status", 502);
          expect(asked).to.have.length(4);
        },
      ));

    it("says that nobody answers", async () => {
      const server = await httpServer(plain);
      await server.close();
      const clock = hurriedClock();
      const registry = new OciRegistry(
        new OciClient({ credentials: nobody, clock, random: () => 1 }),
      );
      const error = await errorFrom(registry.find(`${server.host}/app`, "v1"));
      expect(error).to.be.instanceOf(RegistryUnreachable);
      expect(error.message).to.include("ECONNREFUSED");
      expect(clock.waits).to.deep.equal([]);
    });

    it("stops at once when told to", () =>
      against(
        () => ({ never: true }),
        async (registry, host) => {
          const stop = new AbortController();
          const asked = errorFrom(registry.find(`${host}/app`, "v1", stop.signal));
          stop.abort(new Error("told to"));
          expect((await asked).message).to.equal("told to");
        },
      ));
  });
});
