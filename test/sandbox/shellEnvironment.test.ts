import { expect } from "chai";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Programs } from "../../sandbox/programs";
import { shellFolders } from "../../sandbox/shellEnvironment";
import { manifestFile } from "../../toolchain/manifest";

describe("shellFolders", () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "slipway-shell-"));
  });
  afterEach(() => rm(home, { recursive: true }));

  it("are the toolchain's own, and what the machine does not have on its PATH anyway", async () => {
    const env = { HOME: home, XDG_CACHE_HOME: path.join(home, "cache") };
    const file = manifestFile(env);
    const own = path.join(path.dirname(file), "pulumi/bin");
    const parts = {
      pulumi: { path: path.join(own, "pulumi") },
      docker: { path: "/usr/bin/docker" },
      aws: { path: "/opt/aws/aws" },
    };
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ parts }));
    const programs = await Programs.read(env);
    const folders = (PATH: string) => shellFolders(programs, { ...env, PATH });
    expect(folders("/home/me/bin:/usr/bin")).to.deep.equal([own, "/opt/aws"]);
    // A shell that has an earlier sandbox's variables already.
    expect(folders(`${own}:/opt/aws:/usr/bin`)).to.deep.equal([own]);
  });
});
