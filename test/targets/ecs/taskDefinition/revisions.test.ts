import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { EcsRefused, EcsServerFault } from "../../../../targets/ecs/ecsErrors";
import { RevisionRegistrar } from "../../../../targets/ecs/taskDefinition/revisionRegistrar";
import {
  planRevision,
  type RevisionRequest,
} from "../../../../targets/ecs/taskDefinition/revisions";
import { taskDefinitionsOf } from "../../../../targets/ecs/taskDefinition/taskDefinitions";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { arnOf, deployment, service } from "../_helpers/records";

function definition(version: string, more: Partial<RegisterTaskDefinitionRequest> = {}) {
  return {
    family: "web",
    containerDefinitions: [
      {
        name: "app",
        image: `registry.test/app:${version}`,
        environment: [{ name: "DD_VERSION", value: version }],
      },
    ],
    ...more,
  };
}

function request(version: string, more: Partial<RevisionRequest> = {}): RevisionRequest {
  return {
    cluster: "main",
    service: "web",
    base: "service",
    change: {
      images: [{ repositoryUrl: "registry.test/app", reference: `registry.test/app:${version}` }],
      environment: {},
      versionVariable: "DD_VERSION",
      version,
    },
    ...more,
  };
}

function on(revision: string, serviceName = "web") {
  return service({
    serviceName,
    deployments: [
      deployment({ taskDefinition: arnOf(revision), rolloutState: "COMPLETED", runningCount: 2 }),
    ],
  });
}

describe("planRevision", () => {
  let api: FakeEcsApi;

  beforeEach(() => {
    api = new FakeEcsApi();
    api.define(definition("v1"));
    api.services.set("web", on("web:1"));
  });

  it("registers a copy of what the service runs", async () => {
    const plan = await planRevision(api, request("v2"));
    expect(plan).to.deep.include({
      action: "register",
      family: "web",
      from: {
        revision: "web:1",
        taskDefinitionArn: arnOf("web:1"),
        images: { app: "registry.test/app:v1" },
        status: "ACTIVE",
      },
      to: { images: { app: "registry.test/app:v2" } },
      variables: [{ container: "app", name: "DD_VERSION", change: "changed" }],
    });
    expect(api.count("registerTaskDefinition")).to.equal(0);
  });

  it("knows a first release by a version that was never set", async () => {
    expect((await planRevision(api, request("v2"))).first).to.equal(false);
    const [container] = definition("v1").containerDefinitions;
    api.define({ family: "new", containerDefinitions: [{ ...container, environment: [] }] });
    api.services.set("web", on("new:1"));
    expect((await planRevision(api, request("v2"))).first).to.equal(true);
  });

  it("is unchanged when the service runs that content", async () => {
    const plan = await planRevision(api, request("v1"));
    expect(plan.action).to.equal("unchanged");
    expect(plan.to.revision).to.equal("web:1");
    expect(plan.variables).to.deep.equal([]);
  });

  it("reuses a newer revision of that content, as a killed release leaves it", async () => {
    api.define(definition("v2"));
    const plan = await planRevision(api, request("v2"));
    expect(plan.action).to.equal("reuse");
    expect(plan.to.revision).to.equal("web:2");
    expect(plan).to.not.have.property("leftOut");
  });

  it("finds it behind a sibling's newer one", async () => {
    api.define(definition("v2"));
    api.define(definition("v2", { cpu: "512" }));
    expect((await planRevision(api, request("v2"))).to.revision).to.equal("web:2");
  });

  it("counts the tags as content", async () => {
    api.define(definition("v2", { tags: [{ key: "a", value: "b" }] }));
    expect((await planRevision(api, request("v2"))).action).to.equal("register");
  });

  it("tells of a newer revision that nobody runs, and does not start from it", async () => {
    api.define(definition("v1", { cpu: "512" }));
    const plan = await planRevision(api, request("v2"));
    expect(plan.leftOut).to.equal("web:2");
    expect(plan.input).to.not.have.property("cpu");
  });

  it("leaves nothing out with what a release that ended badly has registered", async () => {
    api.define(definition("bad"));
    expect(await planRevision(api, request("v2"))).to.not.have.property("leftOut");
    api.define(definition("v1", { cpu: "512" }));
    api.define(definition("worse"));
    taskDefinitionsOf(api).forgetLists();
    expect((await planRevision(api, request("v2"))).leftOut).to.equal("web:3");
  });

  it("tells of one that has no container for the image", async () => {
    api.define(definition("v1", { containerDefinitions: [] }));
    expect((await planRevision(api, request("v2"))).leftOut).to.equal("web:2");
  });

  it("does not tell of one that a sibling runs", async () => {
    api.define(definition("v1", { cpu: "512" }));
    api.services.set("worker", on("web:2", "worker"));
    const plan = await planRevision(api, request("v2", { siblings: ["worker"] }));
    expect(plan).to.not.have.property("leftOut");
  });

  it("starts from the newest one where the settings say so", async () => {
    api.define(definition("v1", { cpu: "512" }));
    const plan = await planRevision(api, request("v2", { base: "family" }));
    expect(plan.input.cpu).to.equal("512");
    expect(plan.from.revision).to.equal("web:1");
    expect(plan).to.not.have.property("leftOut");
  });

  it("asks for the services of all plans together", async () => {
    const siblings = Array.from({ length: 11 }, (_, n) => `s${n}`);
    for (const name of siblings) api.services.set(name, on("web:1", name));
    const names = ["web", ...siblings];
    await Promise.all(
      names.map((service) =>
        planRevision(api, request("v2", { service, siblings: names.filter((n) => n !== service) })),
      ),
    );
    expect(api.count("describeServices")).to.be.at.most(4);
  });

  it("refuses a service that is not there, or not active", async () => {
    const missing: unknown = await planRevision(api, request("v2", { service: "x" })).catch(
      (e: unknown) => e,
    );
    expect(missing).to.have.property("code", "SERVICE_NOT_FOUND");
    api.services.set("web", service({ status: "DRAINING" }));
    const draining: unknown = await planRevision(api, request("v2")).catch((e: unknown) => e);
    expect(draining).to.have.property("code", "SERVICE_NOT_ACTIVE");
  });
});

describe("RevisionRegistrar", () => {
  let api: FakeEcsApi;
  let clock: VirtualClock;
  let registrar: RevisionRegistrar;

  beforeEach(() => {
    api = new FakeEcsApi();
    api.define(definition("v1"));
    api.services.set("web", on("web:1"));
    api.services.set("worker", on("web:1", "worker"));
    clock = new VirtualClock();
    registrar = new RevisionRegistrar(api, { clock, random: () => 0.5 });
  });

  it("registers nothing for what exists", async () => {
    const plan = await planRevision(api, request("v1"));
    expect(await registrar.register(plan)).to.deep.equal({
      taskDefinitionArn: arnOf("web:1"),
      revision: "web:1",
      action: "unchanged",
    });
    expect(api.count("registerTaskDefinition")).to.equal(0);
  });

  it("shares one new revision among services of a family that want the same", async () => {
    const plans = await Promise.all([
      planRevision(api, request("v2")),
      planRevision(api, request("v2", { service: "worker" })),
    ]);
    const done = await Promise.all(plans.map((plan) => registrar.register(plan)));
    expect(done.map(({ revision }) => revision)).to.deep.equal(["web:2", "web:2"]);
    expect(done.map(({ action }) => action)).to.deep.equal(["register", "reuse"]);
  });

  it("shares it also when the list of revisions lags behind", async () => {
    const plan = await planRevision(api, request("v2"));
    const stale = await api.listTaskDefinitions("web", 5);
    api.listTaskDefinitions = () => Promise.resolve(stale);
    const first = await registrar.register(plan);
    const second = await registrar.register(plan);
    expect([first.revision, second.revision]).to.deep.equal(["web:2", "web:2"]);
  });

  it("registers one at a time in a family, and repeats what ECS could not do at once", async () => {
    const plans = await Promise.all(
      ["v2", "v3", "v4"].map((version) => planRevision(api, request(version))),
    );
    let inFlight = 0;
    let most = 0;
    const register = api.registerTaskDefinition.bind(api);
    let refusals = 2;
    api.registerTaskDefinition = async (input) => {
      most = Math.max(most, ++inFlight);
      await clock.sleep(10);
      inFlight -= 1;
      if (refusals-- > 0) {
        throw new EcsRefused(
          "ecs:RegisterTaskDefinition: Too many concurrent attempts to create a new revision of the specified family.",
        );
      }
      return register(input);
    };
    const done = Promise.all(plans.map((plan) => registrar.register(plan)));
    await clock.advance(60_000);
    expect((await done).map(({ revision }) => revision)).to.deep.equal(["web:2", "web:3", "web:4"]);
    expect(most).to.equal(1);
  });

  it("finds the revision of a registration whose answer was lost", async () => {
    const plan = await planRevision(api, request("v2"));
    const register = api.registerTaskDefinition.bind(api);
    api.registerTaskDefinition = async (input) => {
      await register(input);
      throw new EcsServerFault("reset");
    };
    const done = registrar.register(plan);
    await clock.advance(10_000);
    expect(await done).to.deep.include({ revision: "web:2", action: "reuse" });
    expect(api.count("registerTaskDefinition")).to.equal(1);
  });

  it("given a planned revision that was deregistered meanwhile, registers that content anew", async () => {
    api.define(definition("v2"));
    const plan = await planRevision(api, request("v2"));
    expect(plan.action).to.equal("reuse");
    const old = api.definitions.get(arnOf("web:2"))!;
    old.taskDefinition.status = "INACTIVE";
    api.listTaskDefinitions = () => Promise.resolve([arnOf("web:1")]);
    expect(await registrar.register(plan)).to.include({ revision: "web:3", action: "register" });
  });

  it("given a planned revision that was deleted meanwhile, registers that content anew", async () => {
    api.define(definition("v2"));
    const plan = await planRevision(api, request("v2"));
    api.definitions.delete(arnOf("web:2"));
    expect(await registrar.register(plan)).to.include({ action: "register" });
  });

  it("gives other refusals on, and the next registration its turn", async () => {
    const [first, second] = await Promise.all([
      planRevision(api, request("v2")),
      planRevision(api, request("v3")),
    ]);
    api.faults.set("registerTaskDefinition", () => {
      api.faults.delete("registerTaskDefinition");
      throw new EcsRefused("Container.image should not be null or empty.");
    });
    const refused = registrar.register(first).catch((e: unknown) => e);
    const done = registrar.register(second);
    expect(await refused).to.have.property("code", "ECS_REFUSED");
    expect((await done).revision).to.equal("web:2");
  });
});
