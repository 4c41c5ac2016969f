import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { environments, many, named, ownSecret } from "./_release/environments";
import { expectedDefinition } from "./_release/expectedDefinition";
import { demoCluster, ReleaseSandbox } from "./_release/releaseSandbox";
import { run, type ReleaseRun } from "./_release/slipway";
import { time, type Live, type TestCluster } from "./_release/testCluster";

const unnamed = "mage-cron";
/** What changes something. */
const commands = ["ecs:RegisterTaskDefinition", "ecs:UpdateService", "ecs:RunTask"];

/** What there is of the demo's services and its registry, and the calls since the last look. */
interface Seen {
  readonly live: readonly Live[];
  readonly deployments: readonly (readonly ServiceDeployment[])[];
  readonly files: Readonly<Record<string, number>>;
  readonly calls: readonly string[];
}

describe("a release", function () {
  this.timeout(300_000);
  let sandbox: ReleaseSandbox;
  let commit: string;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    const { application } = sandbox;
    await application.write("proxy.Dockerfile", "FROM scratch\nCOPY schema-version /\n");
    await sandbox.writeEnvironments(environments);
    commit = await application.commit("Release me");
  });
  after(() => sandbox.stop());

  const up = (environment: string, ...args: string[]) =>
    sandbox.slipway(["up", environment, ...args]);

  describe("of one commit", () => {
    let cluster: TestCluster;
    let preview: ReleaseRun;
    let first: ReleaseRun;
    let start: Seen;
    let previewed: Seen;
    let end: Seen;

    const look = async (): Promise<Seen> => {
      const calls = await sandbox.calls();
      const names = [...named, unnamed];
      const [live, deployments, files] = await Promise.all([
        Promise.all(names.map((name) => cluster.live(name))),
        Promise.all(names.map((name) => cluster.deployments(name))),
        sandbox.registryFiles(),
      ]);
      return { live, deployments, files, calls };
    };

    before(async () => {
      cluster = await sandbox.cluster(demoCluster);
      await cluster.createService(unnamed);
      await cluster.untilSteady(unnamed, ...named);
      start = await look();
      preview = await sandbox.slipway(["preview", "staging"]);
      previewed = await look();
      first = await up("staging");
      end = await look();
    });

    it("shows images, revisions and names of variables in a preview", () => {
      expect(preview.code, preview.stderr).to.equal(0);
      const { repositoryUrl } = sandbox.demo;
      const image = { from: `${repositoryUrl}:bootstrap`, to: `${repositoryUrl}:${commit}` };
      const [web, worker] = preview.report.services;
      expect(web).to.include({ service: "mage-web", from: "mage-web:1", action: "register" });
      expect(web?.images).to.deep.equal([
        { container: "web", ...image },
        { container: "migrate", ...image },
      ]);
      expect(web?.variables).to.deep.include({
        ...{ container: "web", name: "DD_VERSION", change: "changed" },
      });
      expect(worker?.variables).to.deep.equal([
        { container: "worker", name: "DD_VERSION", change: "added" },
        { container: "worker", name: "TOKEN", change: "added" },
      ]);
      expect(preview.report.images.map(({ action }) => action)).to.deep.equal(["build"]);
    });

    it("shows no value of a variable in a preview", () => {
      const said = preview.stdout + preview.stderr;
      expect(said).to.include("TOKEN").and.not.include(ownSecret);
      // Those that the task definitions have already are nobody's business.
      expect(said).to.not.match(/"(8000|bootstrap)"/);
    });

    it("touches nothing in a preview", () => {
      const { calls, ...found } = previewed;
      expect(calls.filter((call) => !/:(Describe|List|Get|BatchGet)/.test(call))).to.be.empty;
      expect({ ...found, calls: start.calls }).to.deep.equal(start);
    });

    it("says that it is deployed", () => {
      expect(first.code, first.stdout + first.stderr).to.equal(0);
      expect(outcomes(first)).to.deep.equal(["deployed", "deployed"]);
      expect(first.report.images[0]).to.include({ action: "build" });
    });

    it("has put both tags onto one digest", async () => {
      const digest = await sandbox.digestOf(commit);
      expect(digest).to.match(/^sha256:/);
      expect(await sandbox.digestOf("staging")).to.equal(digest);
    });

    it("has moved every named service to that image, and changed nothing else", () => {
      const { repositoryUrl } = sandbox.demo;
      for (const position of named.keys()) {
        const [before, { definition, tags }] = [start.live[position]!, end.live[position]!];
        expect(definition.revision).to.equal(2);
        expect(definition).to.deep.equal(
          expectedDefinition(before.definition, definition, repositoryUrl, {
            DD_VERSION: commit,
            TOKEN: ownSecret,
          }),
        );
        expect(tags).to.have.deep.members(before.tags).and.not.be.empty;
      }
    });

    it("runs that digest in every task", async () => {
      const digest = await sandbox.digestOf(commit);
      for (const service of named) {
        const digests = await cluster.runningDigests(service, `${sandbox.demo.repositoryUrl}:`);
        expect([...new Set(digests)]).to.deep.equal([digest]);
      }
    });

    it("has left the service alone that was not named", () => {
      expect(end.live[named.length]).to.deep.equal(start.live[named.length]);
      expect(end.deployments[named.length]).to.deep.equal(start.deployments[named.length]);
    });

    describe("again", () => {
      const expectUnchanged = async (again: () => Promise<ReleaseRun>) => {
        const before = await look();
        const ran = await again();
        expect(ran.code, ran.stderr).to.equal(0);
        expect(outcomes(ran)).to.deep.equal(["unchanged", "unchanged"]);
        expect(ran.report.images[0]).to.include({ action: "existing" });
        expect(ran.report.nothingToDo).to.equal(true);
        const after = await look();
        expect(after.calls).to.not.include.any.members(commands);
        expect({ ...after, calls: before.calls }).to.deep.equal(before);
        expect(after.live).to.deep.equal(end.live);
        return ran.report;
      };

      it("would show a push among the registry's files", () => {
        expect(end.files).to.not.deep.equal(start.files);
      });

      it("changes nothing", async () => {
        await expectUnchanged(() => up("staging"));
      });

      it("changes nothing from another clone, and without any state", async () => {
        const clone = await sandbox.clone("elsewhere");
        await expectUnchanged(() => sandbox.slipway(["up", "staging"], clone));
        const backend = await sandbox.emptyBackend();
        await expectUnchanged(() => sandbox.slipway(["up", "staging"], clone, backend));
      });

      it("moves a service forward that somebody moved back by hand", async () => {
        await cluster.move("mage-web", "mage-web:1");
        await sandbox.calls();
        const ran = await up("staging");
        expect(ran.code, ran.stderr).to.equal(0);
        expect(outcomes(ran)).to.deep.equal(["deployed", "unchanged"]);
        expect(ran.report.services[0]).to.include({ from: "mage-web:1", to: "mage-web:2" });
        const { calls, live } = await look();
        expect(calls).to.not.include("ecs:RegisterTaskDefinition");
        expect(live).to.deep.equal(end.live);
      });

      it("warns of a newer revision that nothing runs", async () => {
        await cluster.register("mage-web", ["app", "cron"]);
        const { warnings } = await expectUnchanged(() => up("staging"));
        expect(warnings.filter((text) => /web:3 is newer than/.test(text))).to.have.length(1);
      });
    });
  });

  describe("of twelve services, two of one family", () => {
    let cluster: TestCluster;
    let release: ReleaseRun;

    before(async () => {
      cluster = await sandbox.cluster("twelve");
      const family = (name: string) => (name === "s12" ? "s11" : name);
      for (const name of many) await cluster.createService(name, { family: family(name) });
      await cluster.untilSteady(...many);
      // Longer than twelve calls take on a busy machine: eight real seconds.
      await sandbox.plan({ service: "s*", start: 480 });
      release = await up("twelve");
      await sandbox.plan();
    });

    it("deploys all of them", () => {
      expect(release.code, release.stderr).to.equal(0);
      expect(release.report.services.map(({ service }) => service)).to.deep.equal(many);
      expect(outcomes(release)).to.deep.equal(many.map(() => "deployed"));
    });

    it("rolls all of them at the same time", async () => {
      const deployments = await Promise.all(
        many.map(async (name) => (await cluster.deployments(name))[0]!),
      );
      const lastStart = Math.max(...deployments.map(({ createdAt }) => time(createdAt)));
      const firstEnd = Math.min(...deployments.map(({ finishedAt }) => time(finishedAt)));
      expect(lastStart).to.be.below(firstEnd);
    });

    it("registers one revision for the two of one family", async () => {
      expect(await cluster.revisionOf("s11")).to.equal("s11:2");
      expect(await cluster.revisionOf("s12")).to.equal("s11:2");
      expect(await cluster.revisions("s11")).to.have.length(2);
    });

    it("warns under plain pulumi that the engine has fewer slots than services", async () => {
      const { folder } = sandbox.application;
      // A copy: Pulumi writes its salt into the stack's file, and the tree would be dirty.
      const settings = path.join(sandbox.folder, "Pulumi.twelve.yaml");
      await copyFile(path.join(folder, "Pulumi.twelve.yaml"), settings);
      const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--parallel", "8"];
      args.push("--stack", "twelve", "--config-file", settings);
      const { code, stdout, stderr } = await run("pulumi", args, folder, sandbox.env);
      expect(code, stdout + stderr).to.equal(0);
      expect(stdout + stderr).to.include("12 services roll, but the engine does only 8 things");
      expect(stdout, stdout).to.not.match(/\d+ updated/);
    });
  });

  describe("of two images, with one service after the other", () => {
    let cluster: TestCluster;
    let release: ReleaseRun;

    before(async () => {
      await sandbox.createRepositories("shop/app", "shop/proxy");
      cluster = await sandbox.cluster("shop");
      await cluster.createService("api");
      await cluster.createService("edge", { containers: ["app", "proxy"] });
      await cluster.untilSteady("api", "edge");
      release = await up("shop");
    });

    it("builds both, each from its own Dockerfile", async () => {
      expect(release.code, release.stderr).to.equal(0);
      expect(release.report.images.map(({ name, action }) => [name, action])).to.deep.equal([
        ["app", "build"],
        ["proxy", "build"],
      ]);
      const digests = await Promise.all(
        ["shop/app", "shop/proxy"].flatMap((repository) =>
          [commit, "shop"].map((tag) => sandbox.digestOf(tag, repository)),
        ),
      );
      expect(digests[0]).to.equal(digests[1]).and.not.equal(digests[2]);
      expect(digests[2])
        .to.equal(digests[3])
        .and.match(/^sha256:/);
    });

    it("puts each onto its own containers", async () => {
      const [app, proxy] = ["app", "proxy"].map(
        (name) => `${sandbox.registryHost}/shop/${name}:${commit}`,
      );
      const router = "public.ecr.aws/router:3";
      expect(await cluster.imagesOf("api")).to.deep.equal({ app, router });
      expect(await cluster.imagesOf("edge")).to.deep.equal({ app, proxy, router });
    });

    it("starts the later service when the earlier one is deployed", async () => {
      expect(outcomes(release)).to.deep.equal(["deployed", "deployed"]);
      const [[api], [edge]] = await Promise.all([
        cluster.deployments("api"),
        cluster.deployments("edge"),
      ]);
      expect(time(edge?.createdAt)).to.be.at.least(time(api?.finishedAt));
    });
  });

  describe("with a migration", () => {
    let cluster: TestCluster;

    before(async () => {
      cluster = await sandbox.cluster("migrated");
      for (const name of ["web", "worker"]) {
        await cluster.createService(name, { family: `migrated-${name}` });
      }
      await cluster.untilSteady("web", "worker");
    });

    it("runs it before any service moves", async () => {
      const { code, report, stderr } = await up("migrated");
      expect(code, stderr).to.equal(0);
      expect(report.task).to.include({ service: "web", exitCode: 0, ended: true });
      const [task] = await cluster.oneOffTasks("migrated-web");
      expect(task?.overrides?.containerOverrides).to.deep.equal([
        { name: "app", command: ["migrate", "--all"] },
      ]);
      expect(task?.taskDefinitionArn).to.match(/migrated-web:2$/);
      for (const name of ["web", "worker"]) {
        const [deployment] = await cluster.deployments(name);
        expect(time(deployment?.createdAt)).to.be.at.least(time(task?.stoppedAt));
      }
    });

    it("touches no service where it fails", async () => {
      await sandbox.application.write("greeting.txt", "Not migrated.\n");
      const bad = await sandbox.application.commit("Break the migration");
      const exit = { after: 5, code: 3 };
      await sandbox.plan({ family: "migrated-web", image: `*:${bad}`, container: "app", exit });
      await sandbox.calls();
      const { code, report, stdout } = await up("migrated");
      expect(code, stdout).to.equal(5);
      expect(report.task).to.include({ exitCode: 3, ended: true });
      expect(report.failures.map(({ code }) => code)).to.deep.equal(["TASK_RUN_FAILED"]);
      expect(outcomes({ report })).to.deep.equal([undefined, undefined]);
      expect(await sandbox.calls()).to.not.include("ecs:UpdateService");
      expect(await cluster.revisionOf("web")).to.equal("migrated-web:2");
      expect(await cluster.revisionOf("worker")).to.equal("migrated-worker:2");
    });

    it("runs again for the commit that it failed for", async () => {
      await sandbox.plan();
      await sandbox.calls();
      const { code, report, stderr } = await up("migrated");
      expect(code, stderr).to.equal(0);
      expect(await sandbox.calls()).to.include("ecs:RunTask");
      expect(outcomes({ report })).to.deep.equal(["deployed", "deployed"]);
    });

    it("never runs again for a commit that it succeeded for", async () => {
      await sandbox.calls();
      const back = await up("migrated", "--commit", commit);
      expect(back.code, back.stderr).to.equal(0);
      const calls = await sandbox.calls();
      expect(calls).to.include("ecs:UpdateService").and.not.include("ecs:RunTask");
      const again = await up("migrated", "--commit", commit);
      expect(outcomes(again)).to.deep.equal(["unchanged", "unchanged"]);
      expect(await sandbox.calls()).to.not.include.any.members(commands);
    });
  });

  describe("that the circuit breaker rolls back", () => {
    let cluster: TestCluster;

    before(async () => {
      cluster = await sandbox.cluster("broken");
      for (const name of ["web", "worker"]) {
        await cluster.createService(name, { family: `broken-${name}` });
      }
      await cluster.untilSteady("web", "worker");
    });

    it("fails, and says which service, where it is and why", async () => {
      await sandbox.application.write("greeting.txt", "It crashes.\n");
      const bad = await sandbox.application.commit("Break the web service");
      const exit = { after: 10, code: 42 };
      await sandbox.plan({ service: "web", image: `*:${bad}`, container: "app", exit });
      const { code, report, stdout, stderr } = await up("broken");
      expect(code, stdout + stderr).to.equal(7);
      const [web, worker] = report.services;
      expect(worker).to.include({ service: "worker", outcome: "deployed" });
      expect(web).to.include({ service: "web", outcome: "rolled back", to: "broken-web:2" });
      expect(web?.detail).to.deep.include({ by: "breaker", to: "broken-web:1" });
      expect(web?.evidence?.stoppedTasks[0]).to.include({ container: "app", exitCode: 42 });
      expect(web?.evidence?.breaker?.failures).to.be.at.least(3);
      expect(await cluster.revisionOf("web")).to.equal("broken-web:1");
      expect(stderr)
        .to.match(/web: rolled back/)
        .and.not.match(/web: deployed/);
    });

    it("is no hindrance for the next good commit", async () => {
      await sandbox.application.write("greeting.txt", "Mended.\n");
      const mended = await sandbox.application.commit("Mend the web service");
      const { code, report, stderr } = await up("broken");
      expect(code, stderr).to.equal(0);
      expect(outcomes({ report })).to.deep.equal(["deployed", "deployed"]);
      for (const name of ["web", "worker"]) {
        expect((await cluster.imagesOf(name))["app"]).to.match(new RegExp(`:${mended}$`));
      }
    });
  });
});

function outcomes({ report }: Pick<ReleaseRun, "report">): (string | undefined)[] {
  return report.services.map(({ outcome }) => outcome);
}
