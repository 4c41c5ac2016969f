import { expect } from "chai";
import type { Service } from "@aws-sdk/client-ecs";
import { status } from "../../../automation/status/status";
import { statusText } from "../../../automation/render/statusText";
import { EcsAccessDenied } from "../../../targets/ecs/ecsErrors";
import { Cancelled } from "../../../automation/release/errors";
import { errorFrom } from "../../_helpers/errorFrom";
import { VirtualClock } from "../../_helpers/virtualClock";
import { FakeEcsApi } from "../../targets/ecs/_helpers/fakeEcsApi";
import { actionContext, stackConfig } from "../_helpers/actionContext";

const arn = (revision: string) => `arn:aws:ecs:us-east-1:123456789012:task-definition/${revision}`;
const request = { stack: "staging", flags: {} };

describe("status", () => {
  let api: FakeEcsApi;

  beforeEach(() => {
    api = new FakeEcsApi();
    api.services.set("mage-web", service("mage-web", "mage-web:42"));
    api.definitions.set(arn("mage-web:42"), {
      taskDefinition: { containerDefinitions: [{ name: "web", image: "repo/mage:4f1c2d9" }] },
      tags: [],
    });
    api.tasks.set("arn:task/1", {
      taskArn: "arn:task/1",
      startedBy: "ecs-svc/1",
      lastStatus: "RUNNING",
      desiredStatus: "RUNNING",
      containers: [{ name: "web", imageDigest: "sha256:aaa" }],
    });
  });

  it("shows the revision, its start and the digests that the tasks run", async () => {
    const report = await status(actionContext({}, { ecs: api }), request);
    const [web, worker] = report.services;
    expect(web).to.deep.include({
      service: "mage-web",
      revision: "mage-web:42",
      running: 2,
      moving: false,
      since: "2026-11-20T10:00:00.000Z",
    });
    expect(web?.images).to.deep.equal([
      { container: "web", image: "repo/mage:4f1c2d9", digests: ["sha256:aaa"] },
    ]);
    expect(worker?.status).to.equal("MISSING");
    expect(statusText(report)).to.include("mage-web     mage-web:42  2/2");
  });

  it("shows both deployments of a service that is moving", async () => {
    const moving = service("mage-web", "mage-web:42");
    moving.deployments![0]!.rolloutState = "IN_PROGRESS";
    moving.deployments!.push({
      status: "ACTIVE",
      taskDefinition: arn("mage-web:41"),
      runningCount: 1,
    });
    api.services.set("mage-web", moving);
    const report = await status(actionContext({}, { ecs: api }), request);
    expect(report.services[0]?.moving).to.equal(true);
    expect(statusText(report)).to.include("ACTIVE mage-web:41: 1 of 0 running");
  });

  it("leaves digests out where tasks may not be listed", async () => {
    api.faults.set("listTasks", () => {
      throw new EcsAccessDenied("ecs:ListTasks is denied.");
    });
    const report = await status(actionContext({}, { ecs: api }), request);
    expect(report.services[0]?.images[0]?.digests).to.deep.equal([]);
  });

  it("explains the times where AWS's clock is ahead of this machine's, as a local AWS's may be", async () => {
    const at = Date.parse("2026-11-20T10:00:00Z");
    const seen = (now: number) =>
      status(actionContext({}, { ecs: api, clock: new VirtualClock(now) }), request);
    const ahead = await seen(at - 150_000);
    expect(ahead.awsAhead).to.equal(150);
    expect(statusText(ahead)).to.match(/SINCE is by AWS's clock, which is 2 min ahead/);
    const right = await seen(at - 5_000);
    expect(right).to.not.have.property("awsAhead");
    expect(statusText(right)).to.not.include("clock");
  });

  it("ends as cancelled where a signal also broke what it was reading, because a status moves nothing", async () => {
    const stop = new AbortController();
    const context = actionContext({}, { ecs: api, signal: stop.signal });
    context.fake.state = () => {
      stop.abort(new Cancelled("SIGINT"));
      return Promise.reject(new TypeError("the pipe is closed"));
    };
    expect(await errorFrom(status(context, request))).to.include({ code: "CANCELLED" });
  });

  it("asks for twelve services in two calls", async () => {
    const names = Array.from({ length: 12 }, (_, i) => `service-${i}`);
    const config = { ...stackConfig, "slipway:services": JSON.stringify(names) };
    const report = await status(actionContext({ config }, { ecs: api }), request);
    expect(report.services.map((s) => s.service)).to.deep.equal(names);
    expect(api.count("describeServices")).to.equal(2);
  });
});

function service(name: string, revision: string): Service {
  return {
    serviceName: name,
    status: "ACTIVE",
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    deployments: [
      {
        id: "ecs-svc/1",
        status: "PRIMARY",
        taskDefinition: arn(revision),
        rolloutState: "COMPLETED",
        createdAt: new Date("2026-11-20T10:00:00Z"),
        desiredCount: 2,
        runningCount: 2,
      },
    ],
  };
}
