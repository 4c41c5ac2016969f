import { expect } from "chai";
import type { Deployment } from "@aws-sdk/client-ecs";
import { status } from "../../../automation/status/status";
import { statusText } from "../../../automation/render/statusText";
import { verdictOfWatch } from "../../../automation/report/verdictOfRollouts";
import { exitCodes } from "../../../automation/report/exitCodes";
import { VirtualClock } from "../../_helpers/virtualClock";
import { FakeEcsApi } from "../../targets/ecs/_helpers/fakeEcsApi";
import { arnOf, deployment, service } from "../../targets/ecs/_helpers/records";
import { actionContext, stackConfig } from "../_helpers/actionContext";

const old = deployment({
  ...{ id: "ecs-svc/1", status: "ACTIVE", taskDefinition: arnOf("mage-web:1") },
  ...{ createdAt: new Date("2025-12-01T00:00:00Z"), rolloutState: "COMPLETED", runningCount: 2 },
});
const fresh = deployment({ id: "ecs-svc/2", taskDefinition: arnOf("mage-web:2") });

describe("status --watch", () => {
  let api: FakeEcsApi;
  let clock: VirtualClock;
  beforeEach(() => {
    api = new FakeEcsApi().withoutServiceDeployments();
    clock = new VirtualClock();
    for (const family of ["mage-web", "mage-worker"]) {
      for (let n = 0; n < 2; n++) api.define({ family, containerDefinitions: [] });
    }
    const steady = { ...old, status: "PRIMARY", taskDefinition: arnOf("mage-worker:1") };
    api.services.set("mage-worker", service({ serviceName: "mage-worker", deployments: [steady] }));
    deployments(fresh, old);
  });
  const deployments = (...all: Deployment[]) => {
    api.services.set("mage-web", service({ serviceName: "mage-web", deployments: all }));
  };

  function watching(signal?: AbortSignal) {
    const config = { ...stackConfig, "slipway:rollout": '{"timeout":"10 min"}' };
    const context = actionContext({ config }, { ecs: api, clock, ...(signal && { signal }) });
    return { context, report: status(context, { stack: "staging", flags: {}, watch: true }) };
  }
  const codeOf = (services: { watched?: { detail: Parameters<typeof verdictOfWatch>[0][0] } }[]) =>
    verdictOfWatch(services.flatMap(({ watched }) => watched?.detail ?? []));

  it("waits until the moving service's deployment has ended, and reports its outcome", async () => {
    const { context, report } = watching();
    await clock.advance(10_000);
    deployments({ ...fresh, rolloutState: "COMPLETED", runningCount: 2 });
    await clock.advance(30_000);
    const { services } = await report;
    const [web, worker] = services;
    expect(web?.watched).to.include({ outcome: "deployed" });
    expect(web).to.include({ revision: "mage-web:2", moving: false });
    expect(worker).to.not.have.property("watched");
    expect(codeOf([...services])).to.equal(exitCodes.success);
    expect(context.io.texts.join("\n")).to.match(/mage-web: 0 of 2 running on mage-web:2/);
    expect(statusText(await report)).to.include("watched: deployed");
    expect(api.count("updateService")).to.equal(0);
  });

  it("tells a rollback from a deployment", async () => {
    const { report } = watching();
    await clock.advance(10_000);
    const reason = "ECS deployment circuit breaker: tasks failed to start.";
    deployments(
      { ...old, status: "PRIMARY" },
      { ...fresh, status: "ACTIVE", rolloutState: "FAILED", rolloutStateReason: reason },
    );
    await clock.advance(20_000);
    deployments({ ...old, status: "PRIMARY" });
    await clock.advance(60_000);
    const { services } = await report;
    expect(services[0]?.watched).to.include({ outcome: "rolled back" });
    expect(codeOf([...services])).to.equal(exitCodes.failedAndRolledBack);
  });

  it("gives up at the limits of a release", async () => {
    const { report } = watching();
    await clock.advance(601_000);
    const { services } = await report;
    expect(services[0]).to.include({ moving: true });
    expect(codeOf([...services])).to.equal(exitCodes.stillMoving);
  });

  it("shows the status that it has reached when its signal aborts", async () => {
    const stop = new AbortController();
    const { report } = watching(stop.signal);
    await clock.advance(7_000);
    stop.abort(new Error("SIGINT"));
    const { services } = await report;
    expect(services[0]?.watched).to.include({ outcome: "cancelled" });
    expect(codeOf([...services])).to.equal(exitCodes.cancelled);
  });

  it("returns at once where no service moves", async () => {
    deployments({ ...old, status: "PRIMARY" });
    const { services } = await watching().report;
    expect(services.map(({ watched }) => watched)).to.deep.equal([undefined, undefined]);
  });
});
