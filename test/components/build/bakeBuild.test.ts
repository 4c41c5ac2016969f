import { expect } from "chai";
import { bakeBuild } from "../../../components/build/bakeBuild";
import { bakeTarget } from "../../../components/build/bakeTarget";
import { errorFrom } from "../../_helpers/errorFrom";

const printed = (api: object) => JSON.stringify({ group: {}, target: { api } });
const read = (api: object, env: Record<string, string> = {}) =>
  bakeBuild({ printed: printed(api), target: "api", name: "app", env });

describe("a target of a bake file", () => {
  it("says how to build, in the words of the settings", () => {
    const build = read(
      {
        context: "services/api",
        dockerfile: "docker/Dockerfile",
        target: "prod",
        args: { NODE_ENV: "production", LEFT_OUT: null },
        labels: { team: "a" },
        platforms: ["linux/amd64", "linux/arm64"],
        tags: ["ignored:1"],
        output: [{ type: "docker" }],
        "cache-from": [{ type: "registry", ref: "a.test/cache" }],
        "cache-to": ["type=inline", { type: "local", dest: "a,b" }],
      },
      {},
    );
    expect(build).to.deep.equal({
      context: "services/api",
      dockerfile: "services/api/docker/Dockerfile",
      target: "prod",
      buildArgs: { NODE_ENV: "production" },
      labels: { team: "a" },
      platforms: ["linux/amd64", "linux/arm64"],
      secrets: {},
      cache: {
        from: ["type=registry,ref=a.test/cache"],
        to: ["type=inline", 'type=local,"dest=a,b"'],
      },
    });
  });

  it("has the values that were meant, not those that could stand in a bake file", () => {
    const { buildArgs, labels } = read({
      args: { SHELL: "$${HOME}/%%{x}", MONEY: "$$5" },
      labels: { formula: "$${a}" },
    });
    expect(buildArgs).to.deep.equal({ SHELL: "${HOME}/%{x}", MONEY: "$$5" });
    expect(labels).to.deep.equal({ formula: "${a}" });
  });

  it("finds its Dockerfile from the context, from the project, or anywhere", () => {
    const context = "services/api";
    const place = (dockerfile: string) => read({ context, dockerfile }).dockerfile;
    expect(place("../Dockerfile")).to.equal("services/Dockerfile");
    expect(place("cwd://ci/Dockerfile")).to.equal("ci/Dockerfile");
    expect(place("/srv/Dockerfile")).to.equal("/srv/Dockerfile");
  });

  it("names where its secrets are, as BuildKit finds them", () => {
    const secret = [
      { id: "npm", env: "NPM_TOKEN" },
      { id: "netrc", src: ".netrc" },
      { id: "GIVEN" },
      { id: "settings.xml" },
      "id=old,src=a=b",
      "type=env,id=older,source=OLDER",
    ];
    expect(read({ secret }, { GIVEN: "s3cret" }).secrets).to.deep.equal({
      npm: { env: "NPM_TOKEN" },
      netrc: { file: ".netrc" },
      GIVEN: { env: "GIVEN" },
      "settings.xml": { file: "settings.xml" },
      old: { file: "a=b" },
      older: { env: "OLDER" },
    });
    expect(() => read({ secret: [{ env: "NPM_TOKEN" }] })).to.throw(/images\.app: .* no id/);
  });

  it("is refused where it asks for what Slipway does not carry out, by name", () => {
    const wants = { contexts: { base: "target:base" }, ssh: ["default"], attest: ["type=sbom"] };
    expect(() => read(wants)).to.throw(
      /images\.app: the bake target api has contexts, ssh, attest, which Slipway does not carry out/,
    );
  });

  it("is refused where it builds something else than the checkout", () => {
    for (const context of ["https://github.com/a/b.git#main", "git@github.com:a/b.git"]) {
      expect(() => read({ context })).to.throw(
        `images.app: the bake target api is built from ${context}`,
      );
    }
    expect(read({ context: "git" }).context).to.equal("git");
  });

  it("is one target, whose dots buildx writes as underscores", () => {
    const targets = { api_v2: { context: "a" }, admin: { context: "b" } };
    const all = { printed: JSON.stringify({ target: targets }), name: "app", env: {} };
    expect(bakeBuild({ ...all, target: "api.v2" }).context).to.equal("a");
    expect(() => bakeBuild({ ...all, target: "default" })).to.throw(
      /the bake target default is no single target, but admin, api_v2\. Name one/,
    );
  });

  it("is read by buildx, from the file that was named, with the variables of the run", async () => {
    const asked: unknown[] = [];
    const env = { TAG: "1" };
    const build = await bakeTarget(
      "app",
      { target: "api", file: "ci/bake.hcl" },
      {
        env,
        run: (...args) => {
          asked.push(args);
          return Promise.resolve({ printed: printed({ context: "." }) });
        },
      },
    );
    expect(asked).to.deep.equal([[["bake", "--print", "--file", "ci/bake.hcl", "api"], env]]);
    expect(build.context).to.equal(".");
  });

  it("says why it can't be read, and of which file", async () => {
    const run = () => Promise.resolve({ reason: "failed to find target api" });
    const error = await errorFrom(
      bakeTarget("app", { target: "api", file: "ci/bake.hcl" }, { env: {}, run }),
    );
    expect(error.message).to.equal(
      "images.app: the bake target api of ci/bake.hcl can't be read. failed to find target api [SETTINGS_INVALID]",
    );
  });
});
