import { expect } from "chai";
import { exitCodes } from "../../automation/report/exitCodes";
import { named } from "./_release/environments";
import { demoCluster, ReleaseSandbox } from "./_release/releaseSandbox";
import type { TestCluster } from "./_release/testCluster";

/** A release as README.md shows it, beside a resource of another provider. */
const program = (repositoryUrl: string, baseImage: string) => `
import * as pulumi from "@pulumi/pulumi";
import { currentRequest, EcsRelease } from "slipway";

const commit = currentRequest()?.flags.commit ?? process.env.BUILDKITE_COMMIT ?? "";
new pulumi.Stash("note", { input: commit });
const release = new EcsRelease("mine", {
  cluster: ${JSON.stringify(demoCluster)},
  commit,
  images: {
    app: {
      repositoryUrl: ${JSON.stringify(repositoryUrl)},
      environmentTag: "staging",
      build: { tag: commit, context: ".", buildArgs: { BASE: ${JSON.stringify(baseImage)} } },
    },
  },
  services: ${JSON.stringify(named)},
});
export const { services, images, commit: version } = release;
`;

describe("a program of the user's own under the runner", function () {
  this.timeout(300_000);
  let sandbox: ReleaseSandbox;
  let cluster: TestCluster;
  let first: string;
  let second: string;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    cluster = sandbox.existing(demoCluster);
    const { repositoryUrl, baseImage } = sandbox.demo;
    await sandbox.application.write("index.ts", program(repositoryUrl, baseImage));
    first = await sandbox.application.commit("A program of our own");
  });
  after(() => sandbox.stop());

  /** As in a pipeline: the program learns its commit from the job. */
  const slipway = (commit: string, ...args: string[]) =>
    sandbox.slipway(args, undefined, { BUILDKITE_COMMIT: commit });
  const updates = async () =>
    (await sandbox.calls()).filter((call) => call === "ecs:UpdateService").length;
  const tags = async () =>
    Promise.all(
      named.map(async (name) => {
        const images = Object.values(await cluster.imagesOf(name));
        return images.find((image) => image?.includes("/mage:"))?.replace(/^.*:/, "");
      }),
    );
  const ran = async (commit: string, code: number, ...args: string[]) => {
    const ended = await slipway(commit, ...args);
    expect(ended.code, ended.stdout + ended.stderr).to.equal(code);
    return ended.report;
  };

  it("releases", async () => {
    const report = await ran(first, 0, "up", "staging");
    expect(report.services.map(({ outcome }) => outcome)).to.deep.equal(["deployed", "deployed"]);
    expect(await tags()).to.deep.equal([first, first]);
  });

  it("makes one more deployment of every service with --force, and none without", async () => {
    await updates();
    await ran(first, 0, "up", "staging", "--force");
    expect(await updates()).to.equal(named.length);
    await ran(first, 0, "up", "staging");
    expect(await updates()).to.equal(0);
  });

  it("builds without a service moving", async () => {
    await sandbox.application.write("greeting.txt", "second");
    second = await sandbox.application.commit("Another greeting");
    await ran(second, 0, "build", "staging");
    expect(await updates()).to.equal(0);
    expect(await sandbox.digestOf(second)).to.match(/^sha256:/);
    expect(await tags()).to.deep.equal([first, first]);
  });

  it("releases the commit of --commit, whatever the job's is", async () => {
    await ran(first, 0, "up", "staging", "--commit", second);
    expect(await tags()).to.deep.equal([second, second]);
  });

  it("rolls one service back, and leaves the other", async () => {
    await ran(second, 0, "rollback", "staging", "--services", "mage-web");
    expect(await tags()).to.deep.equal([first, second]);
    await ran(second, 0, "up", "staging");
    expect(await tags()).to.deep.equal([second, second]);
  });

  it("rolls back to the old image alone, although it would build this commit", async () => {
    const before = await Promise.all(named.map((name) => cluster.revisionOf(name)));
    const image = ["rollback", "staging", "--image-only", "--to", first];
    await ran(second, 0, ...image);
    expect(await tags()).to.deep.equal([first, first]);
    const after = await Promise.all(named.map((name) => cluster.revisionOf(name)));
    expect(after).to.not.have.any.members(before);
    expect(await sandbox.digestOf("staging")).to.equal(await sandbox.digestOf(first));
  });

  it("is recovered where a service fails, and keeps what is not Slipway's", async () => {
    await sandbox.application.write("greeting.txt", "bad");
    const bad = await sandbox.application.commit("A bad greeting");
    const exit = { after: 10, code: 42 };
    await sandbox.plan({ service: "mage-worker", image: `*:${bad}`, container: "*", exit });
    const report = await ran(bad, exitCodes.failedAndRolledBack, "up", "staging");
    expect(report.services.map(({ now }) => now)).to.have.length(2);
    expect(await tags()).to.deep.equal([first, first]);
    await sandbox.plan();
    await ran(second, 0, "up", "staging");
    expect(await tags()).to.deep.equal([second, second]);
  });

  const refused: [string, ...string[]][] = [
    ["--cluster, which it does not read", "--cluster", "another"],
    ["a promotion, because it builds its image by itself", "--from", "other"],
  ];
  for (const [what, ...flags] of refused) {
    it(`refuses ${what}, and touches nothing`, async () => {
      await sandbox.writeEnvironments((host) => ({
        other: {
          "slipway:cluster": demoCluster,
          "slipway:services": named,
          "slipway:images": { mage: { repositoryUrl: `${host}/mage` } },
        },
      }));
      await updates();
      const report = await ran(second, exitCodes.usage, "up", "staging", ...flags);
      expect(report.failures.map(({ code }) => code)).to.deep.equal(["REQUEST_IMPOSSIBLE"]);
      expect(await updates()).to.equal(0);
    });
  }
});
