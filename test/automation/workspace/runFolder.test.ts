import { expect } from "chai";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { RunFolder } from "../../../automation/workspace/runFolder";
import { errorFrom } from "../../_helpers/errorFrom";

describe("RunFolder", () => {
  let project: string;

  beforeEach(async () => {
    project = await mkdtemp(path.join(tmpdir(), "slipway-project-"));
    await writeFile(path.join(project, "Pulumi.yaml"), "name: mage\nruntime: nodejs\n");
  });

  afterEach(() => rm(project, { recursive: true, force: true }));

  it("copies the stack's file, byte by byte, and goes away", async () => {
    const text = "# a comment\nconfig:\n  slipway:cluster:   mage # odd\n";
    await writeFile(path.join(project, "Pulumi.staging.yaml"), text);
    const run = await RunFolder.create(project, "acme/mage/staging");
    expect(run.hasStackFile).to.equal(true);
    expect(path.dirname(run.stackFile)).to.not.equal(project);
    expect(await readFile(run.stackFile, "utf8")).to.equal(text);
    await run.remove();
    expect(existsSync(run.folder)).to.equal(false);
  });

  it("makes an empty one where there is none", async () => {
    const run = await RunFolder.create(project, "staging");
    expect(run.hasStackFile).to.equal(false);
    expect(await readFile(run.stackFile, "utf8")).to.equal("{}\n");
    await run.remove();
  });

  it("adds the state's salt to the copy alone", async () => {
    const original = path.join(project, "Pulumi.staging.yaml");
    await writeFile(original, "config:\n  a:b: c\n");
    const run = await RunFolder.create(project, "staging");
    expect(await run.saysEncryption()).to.equal(false);
    await run.addSalt("v1:abc=:v1:def");
    expect(await run.saysEncryption()).to.equal(true);
    expect(await readFile(run.stackFile, "utf8")).to.equal(
      "config:\n  a:b: c\nencryptionsalt: v1:abc=:v1:def\n",
    );
    expect(await readFile(original, "utf8")).to.equal("config:\n  a:b: c\n");
    await run.remove();
  });

  it("gives an empty backend a passphrase only where there is none", async () => {
    const run = await RunFolder.create(project, "staging");
    const backend = await run.emptyBackend(false);
    expect(backend.PULUMI_BACKEND_URL).to.match(/^file:\/\/.*state$/);
    expect(backend.PULUMI_CONFIG_PASSPHRASE).to.equal("");
    await run.remove();
  });

  it("names the file and the line that is no YAML", async () => {
    await writeFile(path.join(project, "Pulumi.staging.yaml"), "config:\n  a: b: c\n");
    const refused = await errorFrom(RunFolder.create(project, "acme/mage/staging"));
    expect(refused).to.have.property("code", "SETTINGS_INVALID");
    expect(refused.message).to.include("Pulumi.staging.yaml:2:6: is not valid YAML");
  });

  it("refuses a folder without a project", async () => {
    await rm(path.join(project, "Pulumi.yaml"));
    const error = await errorFrom(RunFolder.create(project, "staging"));
    expect(error.message).to.include(project);
  });
});
