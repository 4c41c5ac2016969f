import { expect } from "chai";
import { EcsServerFault } from "../../../../targets/ecs/ecsErrors";
import { RevisionRegistrar } from "../../../../targets/ecs/taskDefinition/revisionRegistrar";
import { planRevision } from "../../../../targets/ecs/taskDefinition/revisions";
import { TaskDefinitions } from "../../../../targets/ecs/taskDefinition/taskDefinitions";
import { errorFrom } from "../../../_helpers/errorFrom";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { arnOf, deployment, service } from "../_helpers/records";

const container = (version: string) => ({ name: "app", image: `registry.test/app:${version}` });

describe("TaskDefinitions", () => {
  let api: FakeEcsApi;
  let definitions: TaskDefinitions;

  beforeEach(() => {
    api = new FakeEcsApi();
    for (const version of ["v1", "v2"]) define("web", version);
    definitions = new TaskDefinitions(api);
  });

  function define(family: string, version: string) {
    return api.define({ family, containerDefinitions: [container(version)] });
  }

  const newer = async () =>
    (await definitions.newerThan("web:1")).map(({ taskDefinition }) => taskDefinition.revision);

  it("describes a revision once, whether by its ARN or by family:n, and for parallel callers too", async () => {
    const answers = await Promise.all([
      definitions.describe(arnOf("web:1")),
      definitions.describe("web:1"),
    ]);
    answers.push(await definitions.describe("web:1"));
    expect(answers.map(({ taskDefinition }) => taskDefinition.revision)).to.deep.equal([1, 1, 1]);
    expect(api.count("describeTaskDefinition")).to.equal(1);
  });

  it("describes a bare family each time, because its newest revision changes", async () => {
    api.definitions.set("web", define("web", "v3"));
    await definitions.describe("web");
    await definitions.describe("web");
    expect(api.count("describeTaskDefinition")).to.equal(2);
  });

  it("answers with the same newest revision for a whole run, whoever registers meanwhile", async () => {
    expect(await newer()).to.deep.equal([2]);
    define("web", "v3");
    expect(await newer()).to.deep.equal([2]);
    expect(api.count("listTaskDefinitions")).to.equal(1);
    definitions.forgetList("web");
    expect(await newer()).to.deep.equal([3, 2]);
  });

  it("keeps what this run registered apart from what was there, and does not describe it", async () => {
    await definitions.register({ family: "web", containerDefinitions: [container("v3")] });
    expect(await newer()).to.deep.equal([2]);
    const [own] = definitions.ownOf("web");
    expect(await definitions.describe("web:3")).to.equal(own);
    expect(api.inputs("describeTaskDefinition")).to.deep.equal([arnOf("web:2")]);
  });

  it("asks again after a failure, because only answers are remembered", async () => {
    api.faults.set("describeTaskDefinition", () => {
      throw new EcsServerFault("reset");
    });
    expect(await errorFrom(definitions.describe("web:1"))).to.be.instanceOf(EcsServerFault);
    api.faults.clear();
    expect((await definitions.describe("web:1")).taskDefinition.revision).to.equal(1);
  });

  it("ends the wait of the caller that aborts, and of no other", async () => {
    const abort = new AbortController();
    const aborted = errorFrom(definitions.describe("web:1", abort.signal));
    const other = definitions.describe("web:1");
    abort.abort(new Error("enough"));
    expect(await aborted).to.have.property("message", "enough");
    expect((await other).taskDefinition.revision).to.equal(1);
  });

  it("knows from ECS's latest answer that a revision was deregistered", async () => {
    const { taskDefinition } = api.definitions.get(arnOf("web:2"))!;
    expect(await definitions.isActive("web:2")).to.equal(true);
    taskDefinition.status = "INACTIVE";
    expect(await definitions.isActive("web:2")).to.equal(false);
  });
});

describe("a run with 50 services on 50 families and nothing to do", () => {
  it("describes and lists each family once, from preflight to registration", async () => {
    const api = new FakeEcsApi();
    const names = Array.from({ length: 50 }, (_, n) => `s${n}`);
    for (const name of names) {
      const environment = [{ name: "DD_VERSION", value: "v1" }];
      api.define({ family: name, containerDefinitions: [{ ...container("v1"), environment }] });
      const running = deployment({
        taskDefinition: arnOf(`${name}:1`),
        rolloutState: "COMPLETED",
      });
      api.services.set(name, service({ serviceName: name, deployments: [running] }));
    }
    const reference = "registry.test/app:v1";
    const plan = (name: string) =>
      planRevision(api, {
        ...{ cluster: "main", service: name, base: "service" },
        siblings: names.filter((other) => other !== name),
        change: {
          images: [{ repositoryUrl: "registry.test/app", reference }],
          environment: {},
          versionVariable: "DD_VERSION",
          version: "v1",
        },
      });
    const registrar = new RevisionRegistrar(api);
    // Preflight, the engine's refresh, and the update.
    for (let pass = 0; pass < 3; pass++) await Promise.all(names.map(plan));
    for (const name of names) await registrar.register(await plan(name));
    expect(api.count("registerTaskDefinition")).to.equal(0);
    expect(api.count("describeTaskDefinition")).to.equal(50);
    expect(api.count("listTaskDefinitions")).to.equal(50);
  });
});
