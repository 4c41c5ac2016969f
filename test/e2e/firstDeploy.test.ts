import { CreateServiceCommand, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { stringify } from "yaml";
import { ReleaseSandbox } from "./_release/releaseSandbox";
import type { TestCluster } from "./_release/testCluster";

/** Of somebody else's registry, as a provisioning program leaves it: nobody can look it up here. */
const bootstrap = "bootstrap.test/placeholder:1";

describe("the first release to an environment", function () {
  this.timeout(300_000);
  let sandbox: ReleaseSandbox;
  let cluster: TestCluster;
  let repositoryUrl: string;
  let commit: string;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    await sandbox.createRepositories("fresh");
    repositoryUrl = `${sandbox.registryHost}/fresh`;
    cluster = await sandbox.cluster("fresh");
    await createService("web", ["app", "router"]);
    await createService("solo", ["anything"]);
    await cluster.untilSteady("web", "solo");
    const config = {
      "slipway:cluster": "fresh",
      "slipway:images": { mage: { repositoryUrl, context: "." } },
      "slipway:services": [{ name: "web", containers: ["app"] }, "solo"],
    };
    await sandbox.application.write("Pulumi.fresh.yaml", stringify({ config }));
    commit = await sandbox.application.commit("Release me for the first time");
  });
  after(() => sandbox.stop());

  /** A service whose containers run the placeholder, whatever they are called. */
  async function createService(name: string, containers: string[]): Promise<void> {
    const { ecs } = sandbox.api;
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: `fresh-${name}`,
        containerDefinitions: containers.map((each) => ({
          ...{ name: each, image: bootstrap, memory: 64, essential: true },
        })),
      }),
    );
    const taskDefinition = `fresh-${name}`;
    await ecs.send(
      new CreateServiceCommand({
        cluster: "fresh",
        serviceName: name,
        taskDefinition,
        desiredCount: 1,
      }),
    );
  }

  it("is previewed although the repository has no image at all", async () => {
    const { code, report, stderr } = await sandbox.slipway(["preview", "fresh"]);
    expect(code, stderr).to.equal(0);
    expect(report.images[0]).to.include({ action: "build" });
    expect(report.services.map(({ images }) => images)).to.deep.equal([
      [{ container: "app", from: bootstrap, to: `${repositoryUrl}:${commit}` }],
      [{ container: "anything", from: bootstrap, to: `${repositoryUrl}:${commit}` }],
    ]);
  });

  it("takes the place of the placeholder: in the named container, and in the only one", async () => {
    const { code, report, stderr } = await sandbox.slipway(["up", "fresh"]);
    expect(code, stderr).to.equal(0);
    expect(report.services.map(({ outcome }) => outcome)).to.deep.equal(["deployed", "deployed"]);
    const image = `${repositoryUrl}:${commit}`;
    expect(await cluster.imagesOf("web")).to.deep.equal({ app: image, router: bootstrap });
    expect(await cluster.imagesOf("solo")).to.deep.equal({ anything: image });
    expect(await sandbox.digestOf("fresh", "fresh")).to.equal(
      await sandbox.digestOf(commit, "fresh"),
    );
  });

  it("can be rolled back to the placeholder when it fails", async () => {
    await createService("late", ["app"]);
    await cluster.untilSteady("late");
    const config = {
      "slipway:cluster": "fresh",
      "slipway:images": { mage: { repositoryUrl, context: "." } },
      "slipway:services": ["late"],
      "slipway:rollout": { failEarly: 2 },
    };
    await sandbox.application.write("Pulumi.late.yaml", stringify({ config }));
    const bad = await sandbox.application.commit("Crash at once");
    await sandbox.plan({ image: `*:${bad}`, container: "app", exit: { after: 1, code: 7 } });
    const { code, report, stderr } = await sandbox.slipway(["up", "late"]);
    expect(code, stderr).to.equal(6);
    expect(report.services[0]?.recovery).to.include({ to: "fresh-late:1" });
    expect(await cluster.imagesOf("late")).to.deep.equal({ app: bootstrap });
  });

  it("says which container it could not choose, and lists what there is", async () => {
    await createService("pair", ["one", "two"]);
    const { code, report } = await sandbox.slipway(["preview", "fresh", "--services", "pair"]);
    expect(code).to.equal(3);
    const said = report.failures.map(({ message }) => message).join();
    expect(said)
      .to.include(`No container runs an image of ${repositoryUrl}`)
      .and.include(`one (${bootstrap}), two (${bootstrap})`)
      .and.include("`containers`");
  });
});
