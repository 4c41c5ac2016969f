import { expect } from "chai";
import { up } from "../../../automation/release/up";
import { Cancelled } from "../../../automation/release/errors";
import { exitCodes } from "../../../automation/report/exitCodes";
import { EcsAccessDenied } from "../../../targets/ecs/ecsErrors";
import type { Outcome } from "../../../contract/outcome";
import { VirtualClock } from "../../_helpers/virtualClock";
import { FakeEcsApi } from "../../targets/ecs/_helpers/fakeEcsApi";
import { arnOf, deployment, service, serviceDeployment } from "../../targets/ecs/_helpers/records";
import { actionContext, stackConfig } from "../_helpers/actionContext";
import { revision, rolled } from "../_helpers/engineEvents";

const request = { stack: "staging", flags: {} };
const cancelled: Outcome = { kind: "cancelled" };
const workersArn = "arn:aws:ecs:us-east-1:123456789012:service-deployment/main/mage-worker/d3";
const arrived = service({
  serviceName: "mage-worker",
  deployments: [deployment({ id: "ecs-svc/3", taskDefinition: arnOf("mage-worker:2") })],
});
type EcsRecord = ReturnType<typeof serviceDeployment>;

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
  function cancelledRun(
    onCancel: string,
    clock?: VirtualClock,
    signal = "SIGTERM",
    worker = rolled("mage-worker", { kind: "deployed" }, { deploymentId: "ecs-svc/3" }),
  ) {
    const stop = new AbortController();
    const context = actionContext(
      {
        config: { ...stackConfig, "slipway:rollout": JSON.stringify({ onCancel }) },
        events: [
          revision("mage-web", 1),
          revision("mage-worker", 1),
          ...rolled("mage-web", cancelled, { deploymentId: "ecs-svc/2" }),
          ...worker,
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
  /** Cancelled when mage-worker had ended so, and ECS says this of its deployment. */
  function workerEnded(outcome: Outcome, deploymentId?: string, ecs: Partial<EcsRecord> = {}) {
    const record = serviceDeployment("ecs-svc/3", {
      serviceDeploymentArn: workersArn,
      ...ecs,
    });
    api.serviceDeployments.set(workersArn, record);
    const known = deploymentId === undefined ? {} : { deploymentId };
    return cancelledRun("rollback", undefined, "SIGTERM", rolled("mage-worker", outcome, known))
      .report;
  }
  const stops = () => api.inputs<string>("stopServiceDeployment");

  it("asks ECS to roll back a rollout in flight, and does not wait for its end", async () => {
    const report = await cancelledRun("rollback").report;
    expect(stops()).to.deep.equal([[...api.serviceDeployments.keys()][0]]);
    expect(report.exitCode).to.equal(exitCodes.cancelled);
    expect(report.services.map(({ now }) => now)).to.deep.equal([
      "rolling back to mage-web:1: ECS was asked to, the run did not wait for the end",
      "on mage-worker:2: it was deployed before the cancel, and stays",
    ]);
    expect(report.warnings).to.deep.equal([
      "Not the whole release is rolled back: mage-worker on mage-worker:2. To roll back these, too: slipway rollback staging; to go on: slipway up staging",
    ]);
  });

  it("names the revision that was deployed last, because ECS rolls back to that one", async () => {
    const lastDeployed = "mage-worker:0";
    const worker = rolled("mage-worker", cancelled, { deploymentId: "ecs-svc/3", lastDeployed });
    for (const [status, now] of [
      ["IN_PROGRESS", /^rolling back to mage-worker:0: /],
      ["ROLLBACK_SUCCESSFUL", /^back on mage-worker:0$/],
    ] as const) {
      const record = serviceDeployment("ecs-svc/3", { serviceDeploymentArn: workersArn, status });
      api.serviceDeployments.set(workersArn, record);
      const report = await cancelledRun("rollback", undefined, "SIGTERM", worker).report;
      expect(report.services[1]?.now).to.match(now);
    }
  });

  const moving: Outcome[] = [
    { kind: "abandoned" },
    { kind: "timed out", limit: "no progress" },
    { kind: "unknown" },
  ];
  for (const outcome of moving) {
    it(`stops one that ended as ${outcome.kind}, too, because it still moves`, async () => {
      const report = await workerEnded(outcome, "ecs-svc/3");
      expect(stops()).to.include(workersArn);
      expect(report.services[1]?.now).to.match(/^rolling back to mage-worker:1/);
      expect(report.warnings).to.deep.equal([]);
    });
  }

  for (const kind of ["abandoned", "cancelled"] as const) {
    it(`looks for the deployment of one that was ${kind} while UpdateService was under way`, async () => {
      api.services.set("mage-worker", arrived);
      await workerEnded({ kind });
      expect(stops()).to.include(workersArn);
    });

    it(`says that a rollout (${kind}) was not stopped where ECS shows no deployment of it`, async () => {
      const report = await workerEnded({ kind });
      expect(stops()).to.not.include(workersArn);
      expect(report.services[1]?.now).to.match(
        /still moving.*could not be stopped.*no deployment of mage-worker:2 is to be seen/,
      );
    });
  }

  it("names a service that was deployed after the run stopped looking, and how to roll it back", async () => {
    const status = "SUCCESSFUL";
    const taken = await workerEnded({ kind: "abandoned" }, "ecs-svc/3", { status });
    expect(taken.services[1]?.now).to.match(/could not be stopped.*is over: SUCCESSFUL/);
    api.services.set("mage-worker", arrived);
    const report = await workerEnded({ kind: "abandoned" }, "ecs-svc/3", { status });
    expect(stops()).to.not.include(workersArn);
    expect(report.services[1]?.now).to.equal(
      "on mage-worker:2: it was deployed before the cancel, and stays",
    );
    expect(report.warnings.join()).to.match(/rolled back: mage-worker on mage-worker:2/);
  });

  it("reports a rollout that ECS had rolled back by then, and one that had been stopped", async () => {
    const back = await workerEnded(cancelled, "ecs-svc/3", { status: "ROLLBACK_SUCCESSFUL" });
    expect(back.services[1]?.now).to.equal("back on mage-worker:1");
    const stopped = await workerEnded(cancelled, "ecs-svc/3", { status: "STOPPED" });
    expect(stopped.services[1]?.now).to.match(/could not be stopped.*is over: STOPPED/);
    expect(stops()).to.not.include(workersArn);
  });

  it("sends ECS nothing by default", async () => {
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

  it("names a rollout that ECS refused to stop", async () => {
    api.faults.set("stopServiceDeployment", () => {
      throw new EcsAccessDenied("ecs:StopServiceDeployment is not allowed.");
    });
    const { context, report } = cancelledRun("rollback");
    expect((await report).services[0]?.now).to.match(
      /still moving.*could not be stopped.*not allowed/,
    );
    expect(context.io.texts.join("\n")).to.match(/mage-web: could not be stopped: .*not allowed/);
  });

  it("names a rollout whose deployment ECS has no record of", async () => {
    api.serviceDeployments.clear();
    const report = await cancelledRun("rollback").report;
    expect(stops()).to.deep.equal([]);
    expect(report.services[0]?.now).to.include("no record of the deployment ecs-svc/2");
  });

  it("gives up after four seconds, because a CI ends a cancelled run after ten", async () => {
    const clock = new VirtualClock();
    api.describeServices = () => new Promise(() => undefined);
    const { report } = cancelledRun("rollback", clock);
    await clock.advance(4000);
    expect((await report).services[0]?.now).to.include("took longer than 4 s");
  });
});
