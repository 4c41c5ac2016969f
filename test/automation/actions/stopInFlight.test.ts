import { expect } from "chai";
import { up } from "../../../automation/actions/up";
import { Cancelled } from "../../../automation/errors";
import { exitCodes } from "../../../automation/exitCodes";
import { EcsAccessDenied } from "../../../ecs/ecsErrors";
import type { Outcome } from "../../../ecs/rollout/outcome";
import { VirtualClock } from "../../../support/virtualClock";
import { FakeEcsApi } from "../../ecs/_helpers/fakeEcsApi";
import { service, serviceDeployment } from "../../ecs/_helpers/records";
import { actionContext, stackConfig } from "../_helpers/actionContext";
import { revision, rolled } from "../_helpers/engineEvents";

const request = { stack: "staging", flags: {} };
const cancelled: Outcome = { kind: "cancelled" };

describe("a release that is cancelled", () => {
  let api: FakeEcsApi;
  beforeEach(() => {
    api = new FakeEcsApi();
    for (const serviceName of ["mage-web", "mage-worker"]) {
      api.services.set(serviceName, service({ serviceName }));
    }
    const web = serviceDeployment("ecs-svc/2");
    api.serviceDeployments.set(web.serviceDeploymentArn!, web);
  });

  /** Cancelled while mage-web is on its way and mage-worker has ended. */
  function cancelledRun(onCancel: string, clock?: VirtualClock, signal = "SIGTERM") {
    const stop = new AbortController();
    const context = actionContext(
      {
        config: { ...stackConfig, "slipway:rollout": JSON.stringify({ onCancel }) },
        events: [
          revision("mage-web", 1),
          revision("mage-worker", 1),
          ...rolled("mage-web", cancelled, { deploymentId: "ecs-svc/2" }),
          ...rolled("mage-worker", { kind: "deployed" }, { deploymentId: "ecs-svc/3" }),
        ],
        result: { succeeded: false, cancelled: true },
      },
      { signal: stop.signal, ecs: api },
    );
    if (clock) Object.assign(context, { clock });
    const run = context.fake.up.bind(context.fake);
    context.fake.up = (options) => {
      stop.abort(new Cancelled(signal));
      return run(options);
    };
    return { context, report: up(context, request) };
  }
  const stops = () => api.inputs<string>("stopServiceDeployment");

  it("stops what is in flight with a rollback, and waits for nothing", async () => {
    const report = await cancelledRun("rollback").report;
    expect(stops()).to.deep.equal([[...api.serviceDeployments.keys()][0]]);
    expect(report.exitCode).to.equal(exitCodes.cancelled);
    expect(report.services.map(({ now }) => now)).to.deep.equal([
      "going back to mage-web:1: ECS was asked to, nobody waited",
      "on mage-worker:2: it was done before the cancel, and stays",
    ]);
    expect(report.warnings).to.deep.equal([
      "Not the whole release is taken back: mage-worker on mage-worker:2. To go back with these: slipway rollback staging; to go on: slipway up staging",
    ]);
  });

  it("leaves it to ECS by default", async () => {
    const report = await cancelledRun("leave").report;
    expect(api.calls).to.deep.equal([]);
    expect(report.exitCode).to.equal(exitCodes.cancelled);
    expect(report.services[0]?.now).to.include("still moving");
  });

  it("stops nothing where only the terminal was lost", async () => {
    const report = await cancelledRun("rollback", undefined, "SIGHUP").report;
    expect(api.calls).to.deep.equal([]);
    expect(report.services[0]?.now).to.include("still moving");
  });

  it("says what it could not stop", async () => {
    api.faults.set("stopServiceDeployment", () => {
      throw new EcsAccessDenied("ecs:StopServiceDeployment is not allowed.");
    });
    const { context, report } = cancelledRun("rollback");
    expect((await report).services[0]?.now).to.match(
      /still moving.*could not be stopped.*not allowed/,
    );
    expect(context.io.texts.join("\n")).to.match(/mage-web: could not be stopped, and goes on/);
  });

  it("says so where ECS has no record of the deployment", async () => {
    api.serviceDeployments.clear();
    const report = await cancelledRun("rollback").report;
    expect(stops()).to.deep.equal([]);
    expect(report.services[0]?.now).to.include("no record of the deployment ecs-svc/2");
  });

  it("has no more than the seconds that a CI leaves it", async () => {
    const clock = new VirtualClock();
    api.describeServices = () => new Promise(() => undefined);
    const { report } = cancelledRun("rollback", clock);
    await clock.advance(4000);
    expect((await report).services[0]?.now).to.include("took longer than 4 s");
  });
});
