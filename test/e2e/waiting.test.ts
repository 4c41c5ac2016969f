import { expect } from "chai";
import { ReleaseSandbox } from "./_release/releaseSandbox";
import type { ReleaseRun } from "./_release/slipway";
import type { TestCluster } from "./_release/testCluster";

describe("a rollout that somebody else has begun", function () {
  this.timeout(300_000);
  let sandbox: ReleaseSandbox;
  let cluster: TestCluster;
  let stateAfterBuild: string | undefined;
  let built: ReleaseRun;
  let released: ReleaseRun;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    const image = { repositoryUrl: `${sandbox.registryHost}/mage`, context: "." };
    await sandbox.writeEnvironments(() => ({
      waiting: {
        "slipway:images": { mage: image },
        "slipway:cluster": "waiting",
        "slipway:services": ["web"],
      },
    }));
    await sandbox.application.commit("Release me");
    cluster = await sandbox.cluster("waiting");
    await cluster.createService("web", { family: "waiting-web" });
    await cluster.untilSteady("web");
    await cluster.register("waiting-web");
    // A minute of ours.
    await sandbox.plan({ service: "web", image: "*:bootstrap", start: 3600 });
    await cluster.beginMove("web", "waiting-web:2");
    built = await sandbox.slipway(["build", "waiting"]);
    stateAfterBuild = (await cluster.describe("web")).deployments?.[0]?.rolloutState;
    released = await sandbox.slipway(["up", "waiting"]);
  });
  after(() => sandbox.stop());

  it("does not hold up a build, which moves no service", () => {
    expect(built.code, built.stderr).to.equal(0);
    expect(stateAfterBuild).to.equal("IN_PROGRESS");
    expect(built.stderr).to.not.include("waiting for another's rollout");
  });

  it("is waited for by a release, which says so and then goes on from what it came to", async () => {
    expect(released.code, released.stdout + released.stderr).to.equal(0);
    expect(released.stderr).to.include("waiting for another's rollout to waiting-web:2");
    expect(released.report.services[0]).to.include({
      ...{ service: "web", from: "waiting-web:2", to: "waiting-web:3", outcome: "deployed" },
    });
    const [ours, theirs] = await cluster.deployments("web");
    expect([ours?.status, theirs?.status]).to.deep.equal(["SUCCESSFUL", "SUCCESSFUL"]);
  });
});
