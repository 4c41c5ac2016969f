import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { bakeTarget } from "../../components/build/bakeTarget";
import { readToolchain } from "../../toolchain/manifest";
import { errorFrom } from "../_helpers/errorFrom";

const text = `
variable "TAG" { default = "dev" }
variable "UNSET" { default = null }
group "all" { targets = ["api", "admin"] }
target "common" { args = { VERSION = "v-\${TAG}", LEFT_OUT = UNSET, SHELL = "$\${HOME}" } }
target "api" {
  inherits = ["common"]
  context = "cwd://services/api"
  secret = ["id=npm,env=NPM_TOKEN", { id = "BY_NAME" }]
  cache-from = ["user/app:cache"]
  no-cache = false
}
target "admin" { contexts = { base = "target:api" } }
`;

describe("a bake file as the real buildx reads it", () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-bake-"));
    file = path.join(folder, "docker-bake.hcl");
    await writeFile(file, text);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const read = (target: string, from = file) => {
    // No docker beside it, no HOME and no builder: buildx alone.
    const env = { PATH: path.dirname(readToolchain().buildx.path), TAG: "3", BY_NAME: "s3cret" };
    return bakeTarget("app", { target, file: from }, { env });
  };
  const refused = async (target: string, from?: string) =>
    (await errorFrom(read(target, from))).message;

  it("has its variables from the environment, and nothing of what is null", async () => {
    expect(await read("api")).to.deep.equal({
      context: "services/api",
      dockerfile: "services/api/Dockerfile",
      buildArgs: { VERSION: "v-3", SHELL: "${HOME}" },
      secrets: { npm: { env: "NPM_TOKEN" }, BY_NAME: { env: "BY_NAME" } },
      cache: { from: ["ref=user/app:cache,type=registry"], to: [] },
    });
  });

  it("is refused with what is wrong, and where", async () => {
    expect(await refused("nope")).to.equal(
      `images.app: the bake target nope of ${file} can't be read. failed to find target nope [SETTINGS_INVALID]`,
    );
    expect(await refused("all")).to.match(/all is no single target, but admin, api\./);
    expect(await refused("admin")).to.match(/admin has contexts, which Slipway does not carry out/);
    expect(await refused("api", folder)).to.match(
      /can't be read\. .*is a directory \[SETTINGS_INVALID\]$/,
    );
    await writeFile(path.join(folder, "open.hcl"), 'target "api" {\n  args = {\n');
    expect(await refused("api", path.join(folder, "open.hcl"))).to.match(
      /can't be read\. .*open\.hcl:3,1-1: Missing expression/,
    );
  });
});
