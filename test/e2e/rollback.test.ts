import { expect } from "chai";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { ReleaseSandbox } from "./_release/releaseSandbox";
import { run, type ReleaseRun } from "./_release/slipway";
import type { TestCluster } from "./_release/testCluster";

const services = ["web", "worker", "mail"];
const family = (service: string) => `back-${service}`;

describe("a release that fails", function () {
  this.timeout(300_000);
  let sandbox: ReleaseSandbox;
  let cluster: TestCluster;
  let good: string;
  let bad: string;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    const image = { repositoryUrl: `${sandbox.registryHost}/mage`, context: "." };
    const settings = {
      "slipway:images": { mage: image },
      "slipway:cluster": "back",
      "slipway:services": services,
    };
    await sandbox.writeEnvironments(() => ({
      back: settings,
      stopping: { ...settings, "slipway:rollout": { onFailure: "stop" } },
    }));
    cluster = await sandbox.cluster("back");
    for (const service of services)
      await cluster.createService(service, { family: family(service) });
    await cluster.untilSteady(...services);
    good = await sandbox.application.commit("Release me");
    const first = await up("back");
    expect(first.code, first.stderr).to.equal(0);
    // Found now: the next build takes its place in the state.
    const again = await up("back");
    expect(again.code, again.stderr).to.equal(0);
  });
  after(() => sandbox.stop());

  const up = (environment: string, ...args: string[]) =>
    sandbox.slipway(["up", environment, ...args]);
  const revisions = () => Promise.all(services.map((name) => cluster.revisionOf(name)));
  const on = (n: number) => services.map((name) => `${family(name)}:${n}`);
  /** A commit whose worker crashes. */
  const breakWorker = async (text: string) => {
    await sandbox.application.write("greeting.txt", text);
    const commit = await sandbox.application.commit(text);
    const exit = { after: 10, code: 42 };
    await sandbox.plan({ service: "worker", image: `*:${commit}`, container: "app", exit });
    return commit;
  };
  const pulumi = async (...args: string[]) => {
    const { folder } = sandbox.application;
    const settings = path.join(sandbox.folder, "Pulumi.back.yaml");
    await copyFile(path.join(folder, "Pulumi.back.yaml"), settings);
    const stack = ["--stack", "back", "--config-file", settings, "--non-interactive"];
    return run("pulumi", [...args, ...stack], folder, sandbox.env);
  };

  describe("in one of its services", () => {
    let failed: ReleaseRun;

    before(async () => {
      bad = await breakWorker("It crashes.\n");
      failed = await up("back");
    });

    it("brings every service back, and ends with 6", async () => {
      expect(failed.code, failed.stdout + failed.stderr).to.equal(6);
      expect(await revisions()).to.deep.equal(on(2));
      expect(failed.report.services.map(({ now }) => now)).to.deep.equal(
        on(2).map((revision) => `back on ${revision}`),
      );
      expect(failed.report.services[1]).to.include({ outcome: "rolled back", to: "back-worker:3" });
      expect(failed.report.leftRevisions).to.include("back-worker:3");
    });

    it("has the environment's tag on its old digest again", async () => {
      expect(await sandbox.digestOf("back")).to.equal(await sandbox.digestOf(good));
      expect(await sandbox.digestOf(bad)).to.not.equal(await sandbox.digestOf(good));
      expect(failed.report.imageTags?.map(({ result }) => result)).to.deep.equal(["back"]);
    });

    it("still shows the release as to do, with plain pulumi too", async () => {
      const { code, report, stderr } = await sandbox.slipway(["preview", "back"]);
      expect(code, stderr).to.equal(0);
      expect(report.nothingToDo).to.equal(false);
      expect(report.services.map(({ from, to }) => [from, to])).to.deep.equal(
        services.map((name) => [`${family(name)}:2`, `${family(name)}:3`]),
      );
      const plain = await pulumi("preview", "--diff");
      expect(plain.code, plain.stdout + plain.stderr).to.equal(0);
      for (const name of services) expect(plain.stdout).to.include(`/${family(name)}:3`);
    });

    it("left a state that the next release can work on", async () => {
      await sandbox.plan();
      await sandbox.application.write("greeting.txt", "Mended.\n");
      await sandbox.application.commit("Mend it");
      const mended = await up("back");
      expect(mended.code, mended.stdout + mended.stderr).to.equal(0);
      expect(mended.report.services.map(({ outcome }) => outcome)).to.deep.equal(
        services.map(() => "deployed"),
      );
      expect(await revisions()).to.deep.equal(on(4));
      const sound = await pulumi("preview");
      expect(sound.code, sound.stdout + sound.stderr).to.equal(0);
    });
  });
});
