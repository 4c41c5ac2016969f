import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readStackFile } from "../../../automation/workspace/stackFile";

describe("readStackFile", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-stack-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("reads what the stack's file and the project's say, without secrets", async () => {
    await writeFile(
      path.join(folder, "Pulumi.yaml"),
      "name: x\nconfig:\n  aws:region: { value: eu-west-1 }\n  slipway:cluster: shared\n  instances: { default: 3 }\n",
    );
    await writeFile(
      path.join(folder, "Pulumi.staging.yaml"),
      [
        "encryptionsalt: v1:abc",
        "config:",
        "  slipway:cluster: mage",
        "  slipway:services: [a, b]",
        "  slipway:environment: { TOKEN: { secure: AAAA } }",
        "  slipway:repositoryUrl: { secure: BBBB }",
      ].join("\n"),
    );
    expect(await readStackFile(folder, "staging")).to.deep.equal({
      values: {
        "aws:region": "eu-west-1",
        "slipway:cluster": "mage",
        "slipway:services": '["a","b"]',
        "slipway:environment": '{"TOKEN":{"secure":"AAAA"}}',
        "slipway:repositoryUrl": "[secret]",
      },
      secretKeys: ["slipway:environment", "slipway:repositoryUrl"],
    });
  });

  it("takes a file that is not there for one that sets nothing", async () => {
    expect(await readStackFile(folder, "staging")).to.deep.equal({ values: {}, secretKeys: [] });
  });
});
