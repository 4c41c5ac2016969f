import { expect } from "chai";
import { chmod, mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  temporaryDockerConfig,
  withDockerConfig,
  withLogins,
} from "../../../registry/logins/dockerConfig";
import { dockerCredentials } from "../../../registry/logins/dockerCredentials";
import { DockerConfigInvalid, RegistryLoginFailed } from "../../../registry/errors";
import { errorFrom } from "../../_helpers/errorFrom";

const login = {
  registry: "127.0.0.1:5000",
  credentials: { username: "AWS", password: "hunter2", source: "ECR" },
};
const encoded = Buffer.from("AWS:hunter2").toString("base64");

describe("the Docker config", () => {
  let directory: string;
  let env: Record<string, string>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "slipway-test-"));
    env = { DOCKER_CONFIG: directory, PATH: `${directory}/bin:/usr/bin:/bin` };
    await mkdir(join(directory, "bin"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const config = (value: unknown) =>
    writeFile(join(directory, "config.json"), JSON.stringify(value));
  const helper = async (name: string, script: string) => {
    const file = join(directory, "bin", `docker-credential-${name}`);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
  };

  describe("of this run's own", () => {
    it("is the user's with the login added, readable by nobody else, and gone afterwards", async () => {
      await config({ currentContext: "remote", auths: { "ghcr.io": { auth: "eA==" } } });
      await mkdir(join(directory, "contexts"));
      const before = await readFile(join(directory, "config.json"), "utf8");
      const temporary = await withDockerConfig(env, [login], async (made) => {
        const file = join(made.directory, "config.json");
        expect(JSON.parse(await readFile(file, "utf8"))).to.deep.equal({
          currentContext: "remote",
          auths: { "ghcr.io": { auth: "eA==" }, "127.0.0.1:5000": { auth: encoded } },
        });
        expect((await stat(file)).mode & 0o777).to.equal(0o600);
        expect((await stat(made.directory)).mode & 0o777).to.equal(0o700);
        expect(await readlink(join(made.directory, "contexts"))).to.equal(
          join(directory, "contexts"),
        );
        expect(made.env).to.deep.equal({
          DOCKER_CONFIG: made.directory,
          BUILDX_CONFIG: join(directory, "buildx"),
        });
        return made.directory;
      });
      expect((await errorFrom(stat(temporary))).message).to.include("ENOENT");
      expect(await readFile(join(directory, "config.json"), "utf8")).to.equal(before);
      expect((await stat(join(directory, "contexts"))).isDirectory()).to.be.true;
    });

    it("is removed when the work fails", async () => {
      let made = "";
      await errorFrom(
        withDockerConfig(env, [login], (temporary) => {
          made = temporary.directory;
          return Promise.reject(new Error("build failed"));
        }),
      );
      expect((await errorFrom(stat(made))).message).to.include("ENOENT");
    });

    it("does without a Docker config, and keeps BUILDX_CONFIG", async () => {
      const missing = join(directory, "none");
      const made = await temporaryDockerConfig(
        { DOCKER_CONFIG: missing, BUILDX_CONFIG: "/elsewhere" },
        [login],
      );
      expect(made.env.BUILDX_CONFIG).to.equal("/elsewhere");
      await made.remove();
      expect((await errorFrom(stat(missing))).message).to.include("ENOENT");
    });

    it("can be read back", async () => {
      await config({ credsStore: "desktop" });
      await withDockerConfig(env, [login], async (made) => {
        const read = await dockerCredentials({ ...env, ...made.env })("127.0.0.1:5000");
        expect(read).to.include({ username: "AWS", password: "hunter2" });
      });
    });
  });

  describe("withLogins", () => {
    it("keeps a store of the user's out of the way, for these hosts only", () => {
      const made = withLogins(
        { credsStore: "desktop", credHelpers: { "ghcr.io": "gh", "127.0.0.1:5000": "x" } },
        [login],
      );
      expect(made).to.deep.equal({
        credsStore: "desktop",
        credHelpers: { "ghcr.io": "gh", "127.0.0.1:5000": "" },
        auths: { "127.0.0.1:5000": { auth: encoded } },
      });
    });

    it("writes Docker Hub under the name that Docker looks for", () => {
      const made = withLogins({}, [{ ...login, registry: "docker.io" }]);
      expect(made.auths).to.have.all.keys("https://index.docker.io/v1/");
    });
  });

  describe("of the user", () => {
    it("has logins in auths, under any spelling of the host", async () => {
      for (const name of ["r.example", "https://r.example", "https://r.example/"]) {
        await config({ auths: { [name]: { auth: encoded } } });
        expect(await dockerCredentials(env)("r.example"), name).to.deep.equal({
          username: "AWS",
          password: "hunter2",
          source: "the Docker config",
        });
      }
    });

    it("may hold an identity token", async () => {
      await config({ auths: { "r.example": { auth: encoded, identitytoken: "t" } } });
      expect(await dockerCredentials(env)("r.example")).to.include({ identityToken: "t" });
    });

    it("may name a helper for a host, which gets the host on its standard input", async () => {
      await helper(
        "mine",
        '[ "$1" = get ] && echo "{\\"Username\\":\\"u\\",\\"Secret\\":\\"$(cat)\\"}"',
      );
      await config({ credHelpers: { "r.example": "mine" } });
      expect(await dockerCredentials(env)("r.example")).to.deep.equal({
        username: "u",
        password: "r.example",
        source: "docker-credential-mine",
      });
      expect(await dockerCredentials(env)("other.example")).to.be.undefined;
    });

    it("may have a store for every host that knows nothing", async () => {
      await helper(
        "store",
        'cat >/dev/null; echo "credentials not found in native keychain"; exit 1',
      );
      await config({ credsStore: "store" });
      expect(await dockerCredentials(env)("r.example")).to.be.undefined;
    });

    it("may name a helper that is not installed", async () => {
      await config({ credsStore: "gone" });
      const error = await errorFrom(dockerCredentials(env)("r.example"));
      expect(error).to.be.instanceOf(RegistryLoginFailed);
      expect(error.message).to.include("docker-credential-gone");
      expect(error.message).to.include("not installed");
    });

    it("may have a helper that fails, whose output is not repeated", async () => {
      await helper("bad", "cat >/dev/null; echo hunter2; echo hunter2 >&2; exit 3");
      await config({ credsStore: "bad" });
      const error = await errorFrom(dockerCredentials(env)("r.example"));
      expect(error.message).to.include("ended with 3");
      expect(JSON.stringify(error) + error.message).to.not.include("hunter2");
    });

    it("may be broken, and is not quoted then", async () => {
      await writeFile(join(directory, "config.json"), '{"auths": hunter2');
      const error = await errorFrom(dockerCredentials(env)("r.example"));
      expect(error).to.be.instanceOf(DockerConfigInvalid);
      expect(error.message).to.include(join(directory, "config.json"));
      expect(error.message).to.not.include("hunter2");
      await config({ auths: [1] });
      expect((await errorFrom(dockerCredentials(env)("r.example"))).message).to.include("auths");
    });

    it("need not be there", async () => {
      expect(await dockerCredentials(env)("r.example")).to.be.undefined;
    });
  });
});
