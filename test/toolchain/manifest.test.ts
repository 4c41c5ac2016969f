import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import {
  manifestFile,
  programFolders,
  readToolchain,
  ToolchainMissingError,
} from "../../toolchain/manifest";

describe("the toolchain's manifest", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-manifest-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function tool(name: string) {
    const path = join(folder, name);
    writeFileSync(path, "");
    return { path, version: "1.2.3", how: "built" };
  }

  function complete(): Record<string, unknown> {
    const names = ["pulumi", "pulumiLanguageNodejs", "dockerBuildPlugin", "registry", "buildx"];
    return {
      ...Object.fromEntries([...names, "busybox"].map((name) => [name, tool(name)])),
      pulumiHome: { path: folder },
      builder: { driver: "remote" },
    };
  }

  function write(manifest: unknown): string {
    const file = join(folder, "toolchain.json");
    writeFileSync(file, JSON.stringify(manifest));
    return file;
  }

  it("says where each tool is", () => {
    const toolchain = readToolchain(write({ version: 1, parts: complete() }));
    expect(toolchain.pulumi.path).to.equal(join(folder, "pulumi"));
    expect(toolchain.builder.driver).to.equal("remote");
    expect(toolchain.dockerEngine).to.equal(undefined);
    expect(programFolders(toolchain)).to.deep.equal([folder]);
  });

  it("asks for the set-up where it has not run", () => {
    expect(() => readToolchain(join(folder, "none.json")))
      .to.throw(ToolchainMissingError, "have not been set up")
      .with.property("remedy")
      .that.contains("npm run setup");
  });

  it("names the parts that the set-up did not get", () => {
    const parts = { ...complete(), registry: undefined, pulumi: undefined };
    expect(() => readToolchain(write({ version: 1, parts }))).to.throw(
      ToolchainMissingError,
      "(pulumi, registry)",
    );
  });

  it("names a tool that is gone since", () => {
    const file = write({ version: 1, parts: complete() });
    rmSync(join(folder, "buildx"));
    expect(() => readToolchain(file)).to.throw(ToolchainMissingError, "buildx is gone");
  });

  it("refuses a manifest of another version, or half a one", () => {
    const other = write({ version: 2, parts: complete() });
    expect(() => readToolchain(other)).to.throw(ToolchainMissingError, "another version (version)");
    writeFileSync(other, '{"version": 1, "par');
    expect(() => readToolchain(other)).to.throw(ToolchainMissingError, "incomplete");
  });

  it("is where XDG says, unless that is a relative path", () => {
    expect(manifestFile({ XDG_CACHE_HOME: "/c" })).to.equal("/c/slipway/toolchain.json");
    const usual = join(homedir(), ".cache/slipway/toolchain.json");
    expect(manifestFile({ XDG_CACHE_HOME: "c" })).to.equal(usual);
    expect(manifestFile({})).to.equal(usual);
  });
});
