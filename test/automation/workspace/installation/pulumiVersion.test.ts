import { expect } from "chai";
import { mkdtemp, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pulumiVersion } from "../../../../automation/workspace/installation/pulumiVersion";

describe("pulumiVersion", () => {
  let folder: string;
  let program: string;
  let asked: number;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-version-"));
    program = path.join(folder, "pulumi");
    await writeFile(program, "");
    await truncate(program, 2 * 1024 * 1024);
    asked = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function version(memory = path.join(folder, "cache/pulumi-version.json")): Promise<string> {
    return pulumiVersion(program, memory, () => Promise.resolve(`v3.${++asked}.0\n`));
  }

  it("asks once for the same file", async () => {
    expect([await version(), await version()]).to.deep.equal(["v3.1.0", "v3.1.0"]);
  });

  it("asks again for a file that was replaced, because another version may be in it", async () => {
    await version();
    await utimes(program, 1, 1);
    expect(await version()).to.equal("v3.2.0");
  });

  it("asks a script each time, because it may start another version each time", async () => {
    await truncate(program, 200);
    expect([await version(), await version()]).to.deep.equal(["v3.1.0", "v3.2.0"]);
  });

  it("asks each time where it can remember nothing", async () => {
    const nowhere = path.join(program, "memory.json");
    expect([await version(nowhere), await version(nowhere)]).to.deep.equal(["v3.1.0", "v3.2.0"]);
  });

  it("asks again where its memory is broken", async () => {
    const memory = path.join(folder, "memory.json");
    await writeFile(memory, "{");
    expect(await version(memory)).to.equal("v3.1.0");
  });
});
