import { expect } from "chai";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ReleaseReport } from "../../automation/report/releaseReport";
import { httpServer, type Answer, type HttpServer } from "../_helpers/httpServer";
import { ReleaseSandbox } from "./_release/releaseSandbox";
import type { TestCluster } from "./_release/testCluster";

const secretPath = "/services/T0/B0/hunter2hunter2";

describe("those who are told of a release", function () {
  this.timeout(300_000);
  let sandbox: ReleaseSandbox;
  let cluster: TestCluster;
  let people: HttpServer;
  let answer: Answer = {};
  /** The gate is green as long as this is there. */
  let passes: string;
  let good: string;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    people = await httpServer(() => answer);
    passes = path.join(sandbox.folder, "passes");
    await writeFile(passes, "");
    await sandbox.writeEnvironments((host) => ({
      told: {
        "slipway:images": { mage: { repositoryUrl: `${host}/mage`, context: "." } },
        "slipway:cluster": "told",
        "slipway:services": ["web"],
        "slipway:gates": [{ command: ["test", "-e", passes] }],
        "slipway:notify": [{ slack: { env: "SLACK_URL" } }, { webhook: { env: "HOOK_URL" } }],
      },
    }));
    cluster = await sandbox.cluster("told");
    await cluster.createService("web", { family: "told-web" });
    await cluster.untilSteady("web");
    good = await sandbox.application.commit("Release me");
  });
  after(async () => {
    await people.close();
    await sandbox.stop();
  });

  function up() {
    people.asked.length = 0;
    return sandbox.slipway(["up", "told"], sandbox.application.folder, {
      SLACK_URL: `http://${people.host}${secretPath}`,
      HOOK_URL: `http://${people.host}/hook`,
      BUILDKITE_BUILD_URL: "https://buildkite.com/mage/mage/builds/7",
    });
  }
  const sentTo = (name: string) =>
    people.asked.filter(({ path: asked }) => asked === name).map(({ body }) => body);

  it("are told that it went well, once, with a link", async () => {
    const { code, stderr, report } = await up();
    expect(code, stderr).to.equal(0);
    const [message = "", ...more] = sentTo(secretPath);
    expect(more).to.deep.equal([]);
    expect(message).to.include(`told: release ${good}: deployed`);
    expect(message).to.include("<https://buildkite.com/mage/mage/builds/7|Open the build>");
    expect(sentTo("/hook").map((body) => JSON.parse(body) as ReleaseReport)).to.deep.equal([
      report,
    ]);
  });

  it("are told why a red gate brought everything back", async () => {
    await rm(passes);
    await sandbox.application.write("greeting.txt", "Worse.\n");
    await sandbox.application.commit("Make it worse");
    const { code, stdout, stderr } = await up();
    expect(code, stderr).to.equal(6);
    expect(await cluster.revisionOf("web")).to.equal("told-web:2");
    const [message = ""] = sentTo(secretPath);
    expect(message).to.include("failed, and rolled back");
    expect(message).to.include(`command test -e ${passes}: red: exit code 1`);
    expect(stdout + stderr).to.not.include("hunter2hunter2");
  });

  for (const [how, broken] of [
    ["refuse", { status: 500, body: "no_service" }],
    ["never answer", { never: true }],
  ] as const) {
    it(`change nothing when they ${how}, but for a warning`, async () => {
      answer = broken;
      const { code, stdout, stderr } = await up();
      answer = {};
      expect(code, stderr).to.equal(6);
      expect(await cluster.revisionOf("web")).to.equal("told-web:2");
      const warnings = stderr.split("\n").filter((line) => line.includes("could not be notified"));
      expect(warnings).to.have.length(2);
      expect(warnings[0]).to.match(/^warning: (Slack|The webhook) could not be notified: /);
      expect(stdout + stderr).to.not.include("hunter2hunter2");
    });
  }
});
