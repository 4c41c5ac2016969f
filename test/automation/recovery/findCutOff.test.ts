import { expect } from "chai";
import { up } from "../../../automation/release/up";
import { exitCodes } from "../../../automation/report/exitCodes";
import { requestTo } from "../_helpers/requestTo";
import type { EcsApi } from "../../../targets/ecs/ecsApi";
import type { Outcome } from "../../../contract/outcome";
import { actionContext, stackConfig } from "../_helpers/actionContext";
import { revision, rolled } from "../_helpers/engineEvents";

const broken: Outcome = { kind: "failed", cause: "tasks" };
const names = ["mage-web", "mage-worker", "mage-api"];
const arn = (name: string) => `arn:aws:ecs:us-east-1:1:task-definition/${name}`;

describe("a rollout that was abandoned during UpdateService", () => {
  /** The release of three services: one ended as `failing`, one is there; this one runs `live`. */
  async function released(live: string | Error, failing = broken, about = {}) {
    const deployments = [
      { id: "ecs-svc/now", status: "PRIMARY", taskDefinition: arn(String(live)) },
    ];
    const services = [{ serviceName: "mage-worker", status: "ACTIVE", deployments }];
    const ecs: Pick<EcsApi, "describeServices"> = {
      describeServices: () =>
        live instanceof Error ? Promise.reject(live) : Promise.resolve({ services, failures: [] }),
    };
    const context = actionContext(
      {
        config: { ...stackConfig, "slipway:services": JSON.stringify(names) },
        events: [
          ...names.map((name) => revision(name, 1)),
          ...rolled("mage-web", failing, { deploymentId: "ecs-svc/web" }),
          ...rolled("mage-worker", { kind: "abandoned" }, about),
          ...rolled("mage-api", { kind: "deployed" }),
        ],
        result: { succeeded: false, cancelled: false },
        state: {
          rollouts: names.map((service) => ({
            ...{ urn: `urn:${service}`, resource: `release-${service}`, cluster: "mage", service },
            ...{ taskDefinition: arn(`${service}:2`), containers: ["app"], history: [] },
          })),
        },
        later: [
          {
            events: names.flatMap((name) =>
              rolled(name, { kind: "deployed" }, { from: `${name}:2`, to: `${name}:1` }),
            ),
          },
        ],
      },
      { ecs: ecs as EcsApi },
    );
    const report = await up(context, { stack: "staging", flags: {} });
    const asked = requestTo("recovery", context.fake.runs[1]);
    return { report, worker: report.services[1], back: asked.services["mage-worker"] };
  }

  it("is recovered by replacing its own deployment, where the service runs the release's revision", async () => {
    const { report, back } = await released("mage-worker:2");
    expect(back?.replaces).to.deep.equal({ controller: "ECS", id: "ecs-svc/now" });
    expect(report.exitCode).to.equal(exitCodes.failedAndRolledBack);
  });

  it("is recovered without replacing a deployment, where the service runs the revision from before", async () => {
    const { back } = await released("mage-worker:1");
    expect(back?.taskDefinition).to.equal(arn("mage-worker:1"));
    expect(back).to.not.have.property("replaces");
  });

  it("stays on the revision from before even if that was never deployed, because the release has not touched it", async () => {
    const about = { lastDeployed: "mage-worker:0" };
    const { back } = await released("mage-worker:1", broken, about);
    expect(back?.taskDefinition).to.equal(arn("mage-worker:1"));
  });

  it("is left to the other deployer, where the service runs a third revision", async () => {
    const { report, worker, back } = await released("mage-worker:9");
    expect(back).to.equal(undefined);
    expect(worker).to.include({
      ...{ outcome: "superseded", now: "taken over by another deployment to mage-worker:9" },
    });
    expect(report.exitCode).to.equal(exitCodes.superseded);
  });

  it("shows that the release failed, so its siblings are recovered even if the failed service was superseded", async () => {
    const { report, back } = await released("mage-worker:9", { kind: "superseded", by: "x" });
    expect(back).to.equal(undefined);
    expect(report.services.map(({ now }) => now)).to.deep.equal([
      "taken over by another deployment",
      "taken over by another deployment to mage-worker:9",
      "back on mage-api:1",
    ]);
  });

  it("is left as it is where ECS can't be asked, and the verdict is 7 because its state is unknown", async () => {
    const { report, worker, back } = await released(new Error("no route"));
    expect(back).to.equal(undefined);
    expect(worker?.reason).to.include("no route");
    expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
  });
});
