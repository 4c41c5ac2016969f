import { expect } from "chai";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import type { ReleaseReport } from "../../automation/report/releaseReport";
import { systemClock } from "../../support/clock";
import type { HistoryReport } from "../../automation/report/historyReport";
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
  let mended: string;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    const image = { repositoryUrl: `${sandbox.registryHost}/mage`, context: "." };
    const settings = {
      "slipway:images": { mage: image },
      "slipway:cluster": "back",
      "slipway:services": services,
      "slipway:migration": { service: "web", command: ["migrate"] },
    };
    await sandbox.writeEnvironments(() => ({
      back: settings,
      cancelling: { ...settings, "slipway:rollout": { onCancel: "rollback" } },
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
  const deployments = async () =>
    (await Promise.all(services.map((name) => cluster.deployments(name)))).map((all) => all.length);
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

  const commitOutput = async () => {
    const args = ["stack", "output", "commit", "--stack", "back"];
    const { stdout, stderr } = await run("pulumi", args, sandbox.application.folder, sandbox.env);
    return stdout.trim() || stderr;
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

    it("says why", () => {
      const [, worker] = failed.report.services;
      expect(worker?.detail).to.include({ by: "breaker" });
      expect(worker?.evidence?.stoppedTasks[0]).to.include({ container: "app", exitCode: 42 });
      expect(failed.stderr).to.match(/worker: rolled back.*\n/);
      expect(failed.stderr).to.include("the release failed; recovering");
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
      mended = await sandbox.application.commit("Mend it");
      const release = await up("back");
      expect(release.code, release.stdout + release.stderr).to.equal(0);
      expect(release.report.services.map(({ outcome }) => outcome)).to.deep.equal(
        services.map(() => "deployed"),
      );
      expect(await revisions()).to.deep.equal(on(4));
      const sound = await pulumi("preview");
      expect(sound.code, sound.stdout + sound.stderr).to.equal(0);
    });
  });

  describe("under the policy stop", () => {
    it("leaves everything where it is, and ends with 7", async () => {
      await breakWorker("It crashes again.\n");
      const { code, report, stderr } = await up("stopping");
      expect(code, stderr).to.equal(7);
      expect(report.services.map(({ now }) => now)).to.deep.equal([
        "on back-web:5",
        "back on back-worker:4",
        "on back-mail:5",
      ]);
      expect(report.services[1]?.evidence?.stoppedTasks[0]).to.include({ exitCode: 42 });
      expect(await revisions()).to.deep.equal(["back-web:5", "back-worker:4", "back-mail:5"]);
      await sandbox.plan();
    });
  });

  describe("and is rolled back by hand, from another checkout and without Docker", () => {
    const nothing = ["ecs:RegisterTaskDefinition", "ecs:RunTask"];
    let checkout: string;
    before(async () => {
      checkout = await sandbox.clone("elsewhere");
      const { code, stderr } = await run("git", ["checkout", "-q", good], checkout, sandbox.env);
      expect(code, stderr).to.equal(0);
    });
    const rollback = async (...args: string[]) => {
      await sandbox.calls();
      return sandbox.slipway(["rollback", "back", ...args], checkout, {
        DOCKER_HOST: "tcp://127.0.0.1:9",
        BUILDX_BUILDER: "nowhere",
      });
    };

    it("asks where to while the services run several releases", async () => {
      const { code, stdout } = await rollback();
      expect(code, stdout).to.equal(2);
      expect(stdout).to.include("ROLLBACK_UNCLEAR").and.include(mended);
    });

    it("goes to the commit that is named: nothing is built, no migration runs", async () => {
      const files = await sandbox.registryFiles();
      const { code, report, stderr } = await rollback("--to", mended.slice(0, 9));
      expect(code, stderr).to.equal(0);
      expect(report.command).to.equal("rollback");
      expect(await revisions()).to.deep.equal(on(4));
      const calls = await sandbox.calls();
      expect(calls).to.include("ecs:UpdateService").and.not.include.any.members(nothing);
      expect(await sandbox.registryFiles()).to.deep.equal(files);
    });

    it("took the tag and the outputs along, though the worker was there before", async () => {
      expect(await sandbox.digestOf("back")).to.equal(await sandbox.digestOf(mended));
      expect(await commitOutput()).to.equal(mended);
    });

    it("has nothing to do for the same once more", async () => {
      const { code, report, stderr } = await rollback("--to", mended);
      expect(code, stderr).to.equal(0);
      expect(report).to.include({ nothingToDo: true });
      expect(await sandbox.calls()).to.not.include("ecs:UpdateService");
    });

    it("goes to what was deployed before, past the release that failed, and takes the tag along", async () => {
      const { code, stderr } = await rollback();
      expect(code, stderr).to.equal(0);
      expect(await revisions()).to.deep.equal(on(2));
      expect(await sandbox.calls()).to.not.include.any.members(nothing);
      expect(await sandbox.digestOf("back")).to.equal(await sandbox.digestOf(good));
    });

    it("is in the history, and so is what failed", async () => {
      const { code, stdout, stderr } = await sandbox.slipway(["history", "back"], checkout);
      expect(code, stderr).to.equal(0);
      const { releases } = JSON.parse(stdout) as HistoryReport;
      expect(releases.map(({ kind, commit, outcome }) => [kind, commit, outcome])).to.deep.equal([
        ["rollback", good, "succeeded"],
        ["rollback", mended, "succeeded"],
        ["release", mended, "succeeded"],
        ["release", bad, "failed, recovered"],
        ["release", good, "succeeded"],
        ["release", good, "succeeded"],
      ]);
      // These were deployed before they were recovered; the worker never was.
      expect(releases[3]?.revisions).to.deep.equal({ web: "back-web:3", mail: "back-mail:3" });
      expect(Object.values(releases[2]?.revisions ?? {})).to.have.members(on(4));
    });

    it("learns of services that others have moved there, without a call that moves any", async () => {
      await Promise.all(services.map((name) => cluster.move(name, `${family(name)}:4`)));
      const { code, report, stderr } = await rollback("--to", mended);
      expect(code, stderr).to.equal(0);
      expect(report.services.map(({ outcome }) => outcome)).to.deep.equal(
        services.map(() => "unchanged"),
      );
      expect(await sandbox.calls()).to.not.include("ecs:UpdateService");
      expect(await sandbox.digestOf("back")).to.equal(await sandbox.digestOf(mended));
      expect(await commitOutput()).to.equal(mended);
      const again = await rollback("--to", good);
      expect(again.code, again.stderr).to.equal(0);
      expect(await revisions()).to.deep.equal(on(2));
    });
  });

  describe("because its runner is killed", () => {
    it("is finished by the next one: no lock is left, and nothing is deployed twice", async () => {
      await sandbox.application.write("greeting.txt", "Killed on the way.\n");
      const commit = await sandbox.application.commit("Kill me");
      await sandbox.plan({ image: `*:${commit}`, start: 120 });
      const before = await deployments();
      await sandbox.calls();
      const killed = sandbox.begin(["up", "back"]);
      await sandbox.untilCalled("ecs:UpdateService");
      killed.kill("SIGKILL");
      await killed.ended;
      const { code, report, stderr } = await up("back");
      expect(code, stderr).to.equal(0);
      expect(report.services.map(({ now }) => now)).to.deep.equal(on(6).map((to) => `on ${to}`));
      expect(await revisions()).to.deep.equal(on(6));
      const now = await deployments();
      expect(now).to.deep.equal(before.map((count) => count + 1));
      const registered = await Promise.all(services.map((name) => cluster.revisions(family(name))));
      expect(registered.map((all) => all.length)).to.deep.equal([6, 6, 6]);
    });
  });

  describe("because it is cancelled", () => {
    it("has touched nothing where the migration still ran, and takes the tag back", async () => {
      await sandbox.application.write("greeting.txt", "Not migrated.\n");
      const commit = await sandbox.application.commit("Cancel the migration");
      const exit = { after: 900, code: 0 };
      await sandbox.plan({ family: family("web"), image: `*:${commit}`, container: "app", exit });
      const [before, tag] = [await revisions(), await sandbox.digestOf("back")];
      await sandbox.calls();
      const cancelled = sandbox.begin(["up", "back", "--json"]);
      await sandbox.untilCalled("ecs:RunTask", 1);
      // The build is over: its tags are what there is to take back.
      expect(await sandbox.digestOf("back")).to.not.equal(tag);
      cancelled.kill("SIGTERM");
      const { code, stdout, stderr } = await cancelled.ended;
      expect(code, stdout + stderr).to.equal(10);
      expect(await sandbox.digestOf("back")).to.equal(tag);
      expect(await revisions()).to.deep.equal(before);
      expect(await sandbox.calls()).to.not.include("ecs:UpdateService");
    });

    it("ends in time, and ECS rolls back under onCancel: rollback", async () => {
      await sandbox.application.write("greeting.txt", "Cancelled.\n");
      const commit = await sandbox.application.commit("Cancel me");
      // Not the migration: it is no service's.
      await sandbox.plan(
        ...services.map((service) => ({ service, image: `*:${commit}`, start: 1200 })),
      );
      const before = await revisions();
      await sandbox.calls();
      const cancelled = sandbox.begin(["up", "cancelling", "--json"]);
      await sandbox.untilCalled("ecs:UpdateService", services.length);
      const began = systemClock.now();
      cancelled.kill("SIGTERM");
      const { code, stdout, stderr } = await cancelled.ended;
      expect(code, stdout + stderr).to.equal(10);
      expect(systemClock.now() - began).to.be.below(10_000);
      const { services: told } = JSON.parse(stdout) as ReleaseReport;
      for (const { now } of told) expect(now).to.match(/rolling back to .*: ECS was asked to/);
      await cluster.untilSteady(...services);
      expect(await revisions()).to.deep.equal(before);
      const locked = await sandbox.slipway(["preview", "cancelling"]);
      expect(locked.code, locked.stderr).to.equal(0);
    });
  });
});
