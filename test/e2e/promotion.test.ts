import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import type { LoggedCall } from "../../emulator/faults/control/callLog";
import { named } from "./_release/environments";
import { demoCluster, ReleaseSandbox } from "./_release/releaseSandbox";
import { run, type ReleaseRun } from "./_release/slipway";

/** What staging is read with, and nothing else. */
const reader = "AKIASTAGINGREADER";

describe("a promotion from one account to another", function () {
  this.timeout(300_000);
  let staging: ReleaseSandbox;
  let production: ReleaseSandbox;
  let commit: string;
  let digest: string | undefined;
  let env: Record<string, string>;

  before(async () => {
    [staging, production] = await Promise.all([ReleaseSandbox.start(), ReleaseSandbox.start()]);
    await staging.addKey({ accessKeyId: reader, secretAccessKey: "r3ader-s3cret" });
    const credentials = path.join(staging.folder, "credentials");
    await writeFile(
      credentials,
      `[staging-reader]\naws_access_key_id = ${reader}\naws_secret_access_key = r3ader-s3cret\n`,
    );
    env = { AWS_SHARED_CREDENTIALS_FILE: credentials };
    const { AWS_ENDPOINT_URL: endpoint = "" } = staging.env;
    await staging.application.write(
      "Pulumi.production.yaml",
      stringify({
        config: {
          "slipway:cluster": demoCluster,
          "slipway:services": named,
          "slipway:images": { mage: { repositoryUrl: production.demo.repositoryUrl } },
          "slipway:promotion": {
            aws: {
              profile: "staging-reader",
              endpoints: { ecs: endpoint, ecr: endpoint, sts: endpoint },
            },
          },
        },
      }),
    );
    commit = await staging.application.commit("Release me");
    const released = await staging.slipway(["up", "staging"]);
    expect(released.code, released.stderr).to.equal(0);
    digest = await staging.digestOf(commit);
    await Promise.all([staging.calls(), production.calls()]);
  });
  after(() => Promise.all([staging.stop(), production.stop()]));

  /** In the one project, with production's account around. */
  const inProduction = (...args: string[]): Promise<ReleaseRun> =>
    production.slipway(args, staging.application.folder, env);

  const keysOf = (calls: readonly LoggedCall[]) =>
    new Set(calls.map(({ accessKeyId }) => accessKeyId));

  it("is shown by a preview, with what has to be copied", async () => {
    const files = await production.registryFiles();
    const { code, report, stderr } = await inProduction(
      "preview",
      "production",
      "--from",
      "staging",
    );
    expect(code, stderr).to.equal(0);
    const [image] = report.images;
    expect(image).to.include({ action: "existing", digest });
    const [copy] = image?.copies ?? [];
    expect(copy).to.include({ copied: false, digest, to: production.demo.repositoryUrl });
    expect(copy?.bytes).to.be.above(0);
    expect(report.commit).to.include({ version: commit });
    expect(report.nothingToDo).to.equal(false);
    expect(report.services[0]?.images[0]?.to).to.equal(
      `${production.demo.repositoryUrl}:${commit}`,
    );
    expect(await production.registryFiles()).to.deep.equal(files);
  });

  it("is shown by plain pulumi, too", async () => {
    const all = { ...production.env, ...env, PROMOTE_FROM: "staging" };
    const { folder } = staging.application;
    const init = await run("pulumi", ["stack", "init", "production", "--no-select"], folder, all);
    expect(init.code, init.stderr).to.equal(0);
    const args = ["preview", "--diff", "--non-interactive", "--stack", "production"];
    const ran = await run("pulumi", args, folder, all);
    expect(ran.code, ran.stdout + ran.stderr).to.equal(0);
    expect(ran.stdout)
      .to.include("slipway:registry:ImageCopy")
      .and.include(String(digest))
      .and.include(`:${commit}`);
  });

  it("puts the very digests onto production that staging runs, and builds nothing", async () => {
    await Promise.all([staging.callLog(), production.callLog()]);
    const { code, report, stderr } = await inProduction("up", "production", "--from", "staging");
    expect(code, stderr).to.equal(0);
    expect(report.services.map(({ outcome }) => outcome)).to.deep.equal(["deployed", "deployed"]);
    expect(report.images[0]?.copies?.[0]).to.include({ copied: true, digest });
    expect(report.images[0]?.copies?.[0]?.bytes).to.be.above(0);
    expect(await production.digestOf(commit)).to.equal(digest);
    expect(await production.digestOf("production")).to.equal(digest);
    const cluster = production.existing(demoCluster);
    for (const service of named) {
      const running = await cluster.runningDigests(service, `${production.demo.repositoryUrl}:`);
      expect([...new Set(running)]).to.deep.equal([digest]);
    }
    expect(stderr).to.include("copied").and.not.include("building");
  });

  it("reads staging with staging's credentials alone, and production with its own", async () => {
    const [there, here] = await Promise.all([staging.callLog(), production.callLog()]);
    expect(there).to.not.be.empty;
    expect([...keysOf(there)]).to.deep.equal([reader]);
    expect([...keysOf(here)]).to.not.include(reader);
    expect(there.every(({ operation }) => /^(Describe|List|Get)/.test(operation))).to.equal(true);
  });

  it("has nothing to do the second time, and moves no byte", async () => {
    const files = await production.registryFiles();
    const { code, report, stderr } = await inProduction("up", "production", "--from", "staging");
    expect(code, stderr).to.equal(0);
    expect(report.nothingToDo).to.equal(true);
    expect(report.services.map(({ outcome }) => outcome)).to.deep.equal(["unchanged", "unchanged"]);
    expect(await production.registryFiles()).to.deep.equal(files);
  });

  it("refuses another commit than the one that staging runs", async () => {
    const other = "0".repeat(40);
    const args = ["up", "production", "--from", "staging", "--commit", other];
    const { code, report } = await inProduction(...args);
    expect(code).to.equal(3);
    expect(JSON.stringify(report)).to.include("PROMOTION_REFUSED").and.include(commit);
  });

  it("refuses what never was proved good: services that are still moving", async () => {
    await staging.plan({ service: "mage-web", start: 100_000 });
    const cluster = staging.existing(demoCluster);
    await cluster.beginMove("mage-web", "mage-web:1");
    const { code, report } = await inProduction("up", "production", "--from", "staging");
    expect(code).to.equal(3);
    expect(JSON.stringify(report)).to.match(/mage-web: it is still moving/);
  });

  describe("whose image was mirrored when it was built", () => {
    // A mirror is pushed to with the build's own credentials.
    before(() => production.addKey(staging.ownKey));

    const mirrored = async (environment: string, repository: string) => {
      const { AWS_ENDPOINT_URL: endpoint = "" } = production.env;
      const mirror = {
        repositoryUrl: `${production.registryHost}/${repository}`,
        aws: { endpoints: { ecr: endpoint, sts: endpoint } },
      };
      const { repositoryUrl, baseImage } = staging.demo;
      const image = { repositoryUrl, mirrors: [mirror], buildArgs: { BASE: baseImage } };
      const config = {
        "slipway:cluster": demoCluster,
        "slipway:services": ["mage-worker"],
        "slipway:images": { mage: image },
      };
      await staging.application.write(`Pulumi.${environment}.yaml`, stringify({ config }));
      return staging.application.commit(`Mirror to ${repository}`);
    };

    it("has the same digest there after a build alone", async () => {
      const made = await mirrored("mirrored", "mage");
      const { code, report, stderr } = await staging.slipway(["build", "mirrored"]);
      expect(code, stderr).to.equal(0);
      expect(await production.digestOf(made)).to.equal(await staging.digestOf(made));
      expect(report.images[0]?.copies?.[0]).to.include({ copied: true });
    });

    it("is not released where a mirror fails: the build has failed, and no service was touched", async () => {
      await mirrored("unmirrored", "no-such-repository");
      await staging.calls();
      const { code, report, stderr } = await staging.slipway(["up", "unmirrored"]);
      expect(code, stderr).to.equal(4);
      const [failure] = report.failures;
      expect(failure).to.include({ code: "REPOSITORY_NOT_FOUND" });
      expect(failure?.message).to.include(`${production.registryHost}/no-such-repository`);
      expect(await staging.calls()).to.not.include.any.members([
        "ecs:UpdateService",
        "ecs:RegisterTaskDefinition",
      ]);
    });
  });
});
