import { ecsDeployment } from "../../../contract/deploymentRef";
import { expect } from "chai";
import type { ServiceRolloutRequest } from "../../../targets/ecs/serviceRolloutRequest";
import type { RolloutResult } from "../../../targets/rollout";
import { noEvidence } from "../../../contract/evidence";
import type { Outcome } from "../../../contract/outcome";
import { ServiceReader } from "../../../targets/ecs/serviceReader";
import { adapt } from "../../../provider/adapter";
import { UNKNOWN } from "../../../provider/properties";
import {
  rolloutInputs,
  type RolloutInputs,
  type RolloutOutputs,
} from "../../../provider/resources/rolloutInputs";
import { ServiceRollout } from "../../../provider/resources/serviceRollout";
import { VirtualClock } from "../../_helpers/virtualClock";
import { FakeEcsApi } from "../../targets/ecs/_helpers/fakeEcsApi";
import { arnOf, deployment, service } from "../../targets/ecs/_helpers/records";
import { recordedContext } from "../_helpers/context";

const inputs: RolloutInputs = {
  cluster: "main",
  service: "web",
  taskDefinition: arnOf("web:2"),
  commit: "c2",
  noProgress: 60,
  timeout: 120,
};

function setUp(outcome: Outcome = { kind: "deployed" }, result: Partial<RolloutResult> = {}) {
  const ecs = new FakeEcsApi();
  ecs.services.set("web", service());
  const requests: ServiceRolloutRequest[] = [];
  const rollouts = {
    roll(request: ServiceRolloutRequest, onProgress: (p: never) => void): Promise<RolloutResult> {
      requests.push(request);
      onProgress({
        phase: "started",
        from: "web:1",
        to: "web:2",
        deploymentId: "ecs-svc/2",
        attached: false,
        counts: { desired: 2, running: 1, pending: 1, failed: 0 },
        status: "1 of 2 running on web:2",
      } as never);
      return Promise.resolve({
        outcome,
        reason: "Because.",
        next: "Do this.",
        from: "web:1",
        to: "web:2",
        deploymentId: "ecs-svc/2",
        digests: { app: "sha256:a" },
        evidence: noEvidence,
        seconds: 12,
        ...result,
      });
    },
  };
  const clock = new VirtualClock();
  const resource = new ServiceRollout({ reader: new ServiceReader(ecs), rollouts, clock });
  return { ecs, requests, resource, context: recordedContext() };
}

const old = (outputs: Partial<RolloutOutputs>, from: Partial<RolloutInputs> = {}) => ({
  inputs: { ...inputs, ...from },
  outputs,
});

describe("provider/resources/serviceRollout", () => {
  it("passes on what is wanted, and remembers what was deployed", async () => {
    const { resource, requests, context } = setUp();
    const { id, outputs, failures } = await resource.create(inputs, context);
    expect(id).to.equal("main/web");
    expect(failures).to.be.undefined;
    expect(requests).to.deep.equal([
      {
        cluster: "main",
        service: "web",
        taskDefinition: arnOf("web:2"),
        limits: { noProgress: 60, timeout: 120 },
        force: false,
      },
    ]);
    expect(outputs.history).to.deep.equal([
      {
        taskDefinition: arnOf("web:2"),
        revision: "web:2",
        commit: "c2",
        digests: { app: "sha256:a" },
        at: "2026-01-01T00:00:00.000Z",
      },
    ]);
  });

  it("tells the runner what happens, and people how far it is", async () => {
    const { resource, context } = setUp();
    await resource.create(inputs, context);
    expect(context.lines).to.deep.equal(["1 of 2 running on web:2"]);
    const [started, ended] = context.events;
    expect(started).to.include({ type: "rollout", phase: "started", running: 1, to: "web:2" });
    expect(ended).to.include({ type: "rollout", phase: "ended", seconds: 12, service: "web" });
    expect(ended).to.have.deep.property("outcome", { kind: "deployed" });
  });

  it("stores a bad outcome as a partial failure, without an entry in the history", async () => {
    const { resource, context } = setUp({ kind: "rolled back", by: "breaker", finished: true });
    const { outputs, failures } = await resource.update(inputs, context, old({ history: [] }));
    expect(failures).to.deep.equal(["web: rolled back (breaker). Because. Do this."]);
    expect(outputs.outcome).to.deep.equal({ kind: "rolled back", by: "breaker", finished: true });
    expect(outputs.history).to.deep.equal([]);
  });

  it("stores what was deployed last where ECS goes back from a failed cure and does not say to what", async () => {
    const outcome = { kind: "rolled back", by: "breaker", finished: false } as const;
    const { resource, context } = setUp(outcome, { lastDeployed: "web:0" });
    const { outputs } = await resource.update(inputs, context, old({ history: [] }));
    expect(outputs).to.include({ revision: "web:0", taskDefinition: arnOf("web:0") });
  });

  describe("on the way back to a revision that no release deployed", () => {
    const deployed = (n: number) => ({
      ...{ taskDefinition: arnOf(`web:${n}`), revision: `web:${n}`, commit: `c${n}` },
      ...{ digests: {}, at: "2026-01-01T00:00:00.000Z" },
    });
    const cases: [string, Partial<RolloutOutputs>, string[]][] = [
      ["leaves what the service ran", { history: [1, 0].map(deployed) }, ["web:1"]],
      [
        "leaves what the undone deployment was of, where ECS went back before",
        { history: [3, 0].map(deployed), deploymentId: "ecs-svc/3", revision: "web:3" },
        ["web:3"],
      ],
      [
        "leaves nothing that was deployed before a release that failed",
        { history: [5, 4].map(deployed), deploymentId: "ecs-svc/3", revision: "web:3" },
        [],
      ],
    ];
    for (const [what, outputs, left] of cases) {
      it(what, async () => {
        const { resource, context } = setUp();
        const back = { ...inputs, replaces: ecsDeployment("ecs-svc/3") };
        const { history } = (await resource.update(back, context, old(outputs))).outputs;
        const revisions = history.map(({ revision }) => revision);
        const before = outputs.history?.map(({ revision }) => revision) ?? [];
        expect(revisions).to.deep.equal(["web:2", ...before]);
        const marked = history.filter(({ rolledBack }) => rolledBack);
        expect(marked.map(({ revision }) => revision)).to.deep.equal(left);
      });
    }
  });

  it("reads a deployment to replace that is a plain id, as older versions wrote it, as one of ECS's own", () => {
    const id = "ecs-svc/3";
    const known = { controller: "ECS", id };
    const parsed = [id, known].map((replaces) => rolloutInputs.parse({ ...inputs, replaces }));
    expect(parsed.map(({ replaces }) => replaces)).to.deep.equal([known, known]);
  });

  it("forces one deployment for each new token", async () => {
    const { resource, requests, context } = setUp();
    await resource.update({ ...inputs, force: "1" }, context, old({}));
    await resource.update({ ...inputs, force: "1" }, context, old({}, { force: "1" }));
    expect(requests.map(({ force }) => force)).to.deep.equal([true, false]);
  });

  it("reads what is live as the inputs, and is unhealthy until a rollout ended well", async () => {
    const { resource, context } = setUp();
    const well = await resource.read(context, old({ outcome: { kind: "deployed" } }));
    expect(well?.inputs.taskDefinition).to.equal(arnOf("web:1"));
    expect(well?.inputs.commit).to.equal("c2");
    expect(well?.failures).to.be.undefined;
    expect(well?.outputs.rolloutState).to.be.undefined;
    const ill = await resource.read(context, old({ outcome: { kind: "cancelled" }, reason: "R." }));
    expect(ill?.failures).to.deep.equal(["The last rollout of web ended as cancelled. R."]);
  });

  it("reads what ECS has begun or judged since", async () => {
    const { resource, ecs, context } = setUp();
    for (const rolloutState of ["IN_PROGRESS", "FAILED"] as const) {
      const deployments = [deployment({ rolloutState })];
      ecs.services.set("web", service({ deployments }));
      const live = await resource.read(context, old({ outcome: { kind: "deployed" } }));
      expect(live?.outputs).to.have.property("rolloutState", rolloutState);
    }
  });

  it("is gone with its service", async () => {
    const { resource, ecs, context } = setUp();
    ecs.services.set("web", service({ status: "INACTIVE", deployments: [] }));
    expect(await resource.read(context, old({}))).to.be.undefined;
    ecs.services.clear();
    expect(await resource.read(context, old({}))).to.be.undefined;
  });

  it("reads twelve services in two calls", async () => {
    const { resource, ecs, context } = setUp();
    const names = Array.from({ length: 12 }, (_, n) => `s${n}`);
    for (const name of names) ecs.services.set(name, service({ serviceName: name }));
    const reads = names.map((name) => resource.read(context, old({}, { service: name })));
    expect((await Promise.all(reads)).filter(Boolean)).to.have.length(12);
    expect(ecs.count("describeServices")).to.equal(2);
  });

  it("plans from what is live, and touches nothing", async () => {
    const { resource, ecs, requests, context } = setUp();
    const planned = await resource.preview(inputs, context);
    expect(planned).to.deep.equal({
      from: "web:1",
      revision: "web:2",
      taskDefinition: arnOf("web:2"),
    });
    expect(context.events).to.deep.equal([
      { type: "rollout", service: "web", phase: "planned", from: "web:1", to: "web:2" },
    ]);
    expect(requests).to.be.empty;
    expect(ecs.count("updateService")).to.equal(0);
  });

  it("plans nothing for a service that is there already, but says so while it still moves", async () => {
    const { resource, ecs, context } = setUp();
    await resource.preview({ ...inputs, taskDefinition: arnOf("web:1") }, context);
    expect(context.events[0]).to.have.deep.property("outcome", { kind: "unchanged" });
    ecs.services.set("web", service({ deployments: [deployment()] }));
    await resource.preview({ ...inputs, taskDefinition: arnOf("web:1") }, context);
    expect(context.events[1]).to.not.have.property("outcome");
  });

  it("refuses to roll without a revision, by the property's name", () => {
    const { resource } = setUp();
    const wire = adapt(resource);
    expect(wire.check({ ...inputs, taskDefinition: undefined })).to.deep.equal([
      {
        property: "taskDefinition",
        reason:
          "is missing: the revision to move the service to must be there first [REVISION_MISSING]",
      },
    ]);
    expect(wire.check({ ...inputs, taskDefinition: UNKNOWN, digests: UNKNOWN })).to.be.empty;
    expect(wire.check({ ...inputs, timeout: -1 })[0]).to.deep.equal({
      property: "timeout",
      reason: "must be a positive number of seconds",
    });
  });
});
