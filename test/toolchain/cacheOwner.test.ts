import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Programs } from "../../sandbox/programs";
import { checkCacheOwner, ToolchainForeignError } from "../../toolchain/cacheOwner";
import { readToolchain } from "../../toolchain/manifest";
import { errorFrom } from "../_helpers/errorFrom";

const own = process.getuid?.() ?? 0;
const setUp = path.join(__dirname, "../../toolchain/setup.mjs");

describe("the toolchain's folder", () => {
  let caches: string;
  let folder: string;
  let manifest: string;
  beforeEach(() => {
    caches = mkdtempSync(path.join(tmpdir(), "slipway-cache-"));
    folder = path.join(caches, "slipway");
    manifest = path.join(folder, "toolchain.json");
    mkdirSync(folder);
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(caches, { recursive: true }));

  it("is this user's own, root's, or not there yet", function () {
    checkCacheOwner(manifest, own);
    checkCacheOwner(path.join(caches, "none/toolchain.json"), own);
    // Only root owns anything for root.
    if (own !== 0) this.skip();
    checkCacheOwner(manifest, 1000);
  });

  it("is not another user's", () => {
    if (own === 0) chownSync(folder, 65534, 65534);
    expect(() => checkCacheOwner(manifest, own === 0 ? 0 : own + 1)).to.throw(
      ToolchainForeignError,
      /slipway belongs to another user \(uid \d+\): its programs are not run/,
    );
  });

  it("is not one that everybody can write to: no program of it is run, and the set-up puts none there", async () => {
    chmodSync(folder, 0o777);
    const problem = /slipway can be written to by everybody/;
    expect(() => readToolchain(manifest)).to.throw(ToolchainForeignError, problem);
    const env = { XDG_CACHE_HOME: caches };
    expect((await errorFrom(Programs.read(env))).message).to.match(problem);
    const { status, stderr } = spawnSync(process.execPath, [setUp], {
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    expect(status).to.equal(1);
    expect(stderr).to.match(problem);
  });

  it("is not root's that others of its group can write to", function () {
    if (own !== 0) this.skip();
    chmodSync(folder, 0o775);
    checkCacheOwner(manifest, 0);
    expect(() => checkCacheOwner(manifest, 1000)).to.throw(ToolchainForeignError, /of its group/);
  });
});
