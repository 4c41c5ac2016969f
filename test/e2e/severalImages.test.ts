import { expect } from "chai";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import type { HistoryReport } from "../../automation/report/historyReport";
import type { StatusReport } from "../../automation/report/statusReport";
import { ReleaseSandbox } from "./_release/releaseSandbox";
import { run } from "./_release/slipway";
import type { TestCluster } from "./_release/testCluster";

const bakeFile = `
variable "FLAVOUR" { default = "plain" }
variable "BUILDKITE_COMMIT" {}
group "default" { targets = ["api", "admin"] }
target "common" {
  args = { FLAVOUR = FLAVOUR }
  labels = { revision = BUILDKITE_COMMIT }
  tags = ["never/used:1"]
}
target "api" {
  inherits = ["common"]
  secret = ["id=token,env=API_TOKEN"]
}
target "admin" {
  inherits = ["common"]
  dockerfile = "admin.Dockerfile"
}
`;
const token = "t0ken-of-the-build";
const services = ["api", "admin"] as const;
type Service = (typeof services)[number];

describe("several images of one bake file", function () {
  this.timeout(180_000);
  let sandbox: ReleaseSandbox;
  let cluster: TestCluster;
  let first: string;
  let second: string;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    await sandbox.createRepositories("tracker/api", "tracker/admin");
    cluster = await sandbox.cluster("tracker");
    for (const name of services) await cluster.createService(name, { family: `t-${name}` });
    await cluster.untilSteady(...services);
    const { application, registryHost } = sandbox;
    await mkdir(path.join(application.folder, "ci"));
    await application.write("ci/docker-bake.hcl", bakeFile);
    await application.write("admin.Dockerfile", "FROM scratch\nCOPY schema-version /\n");
    const image = (name: Service) => ({
      repositoryUrl: `${registryHost}/tracker/${name}`,
      bake: name,
      bakeFile: "ci/docker-bake.hcl",
    });
    const config = {
      "slipway:cluster": "tracker",
      "slipway:images": { api: image("api"), admin: image("admin") },
      "slipway:services": services.map((name) => ({ name, containers: { app: name } })),
      "slipway:migration": { service: "admin", command: ["migrate"] },
    };
    await application.write("Pulumi.tracker.yaml", stringify({ config }));
    first = await application.commit("Bake");
  });
  after(() => sandbox.stop());

  const slipway = (...args: string[]) =>
    sandbox.slipway(args, sandbox.application.folder, { API_TOKEN: token });
  const tagOf = async (service: Service) =>
    (await cluster.imagesOf(service))["app"]?.split(":").at(-1);
  const versionOf = async (service: Service) => {
    const { definition } = await cluster.live(service);
    const [app] = definition.containerDefinitions ?? [];
    return app?.environment?.find(({ name }) => name === "DD_VERSION")?.value;
  };
  /** Commit that each service runs, by its image and by its own word. */
  const running = () =>
    Promise.all(services.map(async (name) => [await tagOf(name), await versionOf(name)]));
  /** The commits that the state knows each service was last released with. */
  const remembered = async () => {
    const { stdout } = await slipway("status", "tracker");
    const { services: all } = JSON.parse(stdout) as StatusReport;
    return all.map(({ released }) => released?.commit);
  };

  it("are built by their targets, each into its own repository", async () => {
    const { code, report, stdout, stderr } = await slipway("up", "tracker");
    expect(code, stderr).to.equal(0);
    expect(report.images.map(({ action }) => action)).to.deep.equal(["build", "build"]);
    expect(await running()).to.deep.equal([
      [first, first],
      [first, first],
    ]);
    const [api, admin] = await Promise.all([
      sandbox.digestOf(first, "tracker/api"),
      sandbox.digestOf(first, "tracker/admin"),
    ]);
    expect(api).to.match(/^sha256:/);
    expect(admin).to.match(/^sha256:/);
    expect(api).to.not.equal(admin);
    expect(stdout + stderr).to.not.include(token);
    expect(report.task).to.include({ ended: true });
  });

  it("are built one at a time where one service is released: the other keeps its commit and its past", async () => {
    await sandbox.application.write("greeting.txt", "Only the API.\n");
    second = await sandbox.application.commit("Change the API");
    const plan = await slipway("preview", "tracker", "--services", "api");
    expect(plan.code, plan.stderr).to.equal(0);
    const { code, report, stderr } = await slipway("up", "tracker", "--services", "api");
    expect(code, stderr).to.equal(0);
    expect(report.images.map(({ name }) => name)).to.deep.equal(["api"]);
    expect(stderr)
      .to.include("not part of this release: admin")
      .and.include("No migration: admin is not part of this release");
    expect(await running()).to.deep.equal([
      [second, second],
      [first, first],
    ]);
    expect(report.task).to.equal(undefined);
    expect(await sandbox.digestOf(second, "tracker/admin")).to.equal(undefined);
    expect(await remembered()).to.deep.equal([second, first]);
    const { stdout } = await slipway("history", "tracker");
    const { releases } = JSON.parse(stdout) as HistoryReport;
    expect(releases.map(({ revisions }) => revisions)).to.deep.equal([
      { api: "t-api:3" },
      { api: "t-api:2", admin: "t-admin:2" },
    ]);
  });

  it("go back one at a time, and leave the environment's tag and the other's past", async () => {
    const tag = await sandbox.digestOf("tracker", "tracker/api");
    const back = await slipway("rollback", "tracker", "--service", "api", "--image-only");
    expect(back.code, back.stderr).to.equal(0);
    expect(await running()).to.deep.equal([
      [first, first],
      [first, first],
    ]);
    expect(await sandbox.digestOf("tracker", "tracker/api")).to.equal(tag);
    expect(await remembered()).to.deep.equal([first, first]);
  });

  it("are released together again, by a run for all, once each is built", async () => {
    const { code, report, stderr } = await slipway("up", "tracker");
    expect(code, stderr).to.equal(0);
    expect(report.images.map(({ name, action }) => [name, action])).to.have.deep.members([
      ["api", "existing"],
      ["admin", "build"],
    ]);
    expect(await running()).to.deep.equal([
      [second, second],
      [second, second],
    ]);
    expect(report.task).to.include({ ended: true });
  });

  it("are planned by plain pulumi, too, as buildx reads the file", async () => {
    const { application, env } = sandbox;
    await application.write("greeting.txt", "Third.\n");
    const third = await application.commit("Third");
    const args = ["preview", "--diff", "--non-interactive", "--stack", "tracker"];
    const variables = { ...env, API_TOKEN: token, FLAVOUR: "bitter" };
    const { code, stdout, stderr } = await run("pulumi", args, application.folder, variables);
    expect(code, stdout + stderr).to.equal(0);
    expect(stdout).to.match(RegExp(`revision.*${third}`));
    expect(stdout + stderr)
      .to.not.include(token)
      .and.not.include("bitter");
  });

  it("say what is wrong with the bake file, and end with 2", async () => {
    const { application } = sandbox;
    await application.write("ci/docker-bake.hcl", 'target "other" {}\n');
    await application.commit("Lose the targets");
    const { code, report } = await slipway("preview", "tracker");
    expect(code).to.equal(2);
    expect(report.failures[0]?.message).to.match(
      /the bake target (api|admin) of ci\/docker-bake\.hcl can't be read\. failed to find target/,
    );
  });
});
