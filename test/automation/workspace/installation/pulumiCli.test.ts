import { expect } from "chai";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PulumiCli } from "../../../../automation/workspace/installation/pulumiCli";
import { errorFrom } from "../../../_helpers/errorFrom";

describe("Pulumi's command line", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-pulumi-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function pulumi(script: string, patience?: number): Promise<PulumiCli> {
    const program = path.join(folder, "pulumi");
    await writeFile(program, `#!/bin/sh\n${script}\n`);
    await chmod(program, 0o700);
    return new PulumiCli(program, { PATH: process.env.PATH }, patience);
  }

  it("gives what was printed, and asks nothing", async () => {
    const cli = await pulumi('echo "$@"');
    expect(await cli.run(["stack", "ls"], folder)).to.equal("stack ls --non-interactive\n");
  });

  it("fails with what it said on stderr", async () => {
    const cli = await pulumi('echo "error: no" >&2; exit 255');
    expect((await errorFrom(cli.run(["stack", "ls"], folder))).message).to.equal("error: no\n");
  });

  it("waits for no backend for ever", async () => {
    const cli = await pulumi("exec sleep 600", 50);
    expect((await errorFrom(cli.run(["stack", "export"], folder))).message).to.equal(
      "error: `pulumi stack export` took longer than 0.05 s: does the backend answer?",
    );
  });
});
