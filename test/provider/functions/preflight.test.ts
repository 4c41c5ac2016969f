import { expect } from "chai";
import { preflight, type PreflightArgs } from "../../../provider/functions/preflight";
import { taskDefinitionsOf } from "../../../targets/ecs/taskDefinition/taskDefinitions";
import { VirtualClock } from "../../_helpers/virtualClock";
import { FakeEcsApi } from "../../targets/ecs/_helpers/fakeEcsApi";
import { FakeLogsApi } from "../../targets/ecs/_helpers/fakeLogsApi";
import { FakeTaskNeeds } from "../../targets/ecs/_helpers/fakeTaskNeeds";
import { arnOf, deployment, service } from "../../targets/ecs/_helpers/records";
import { recordedContext, type RecordedContext } from "../_helpers/context";
import { FakeRegistry } from "../_helpers/fakeRegistry";

const nobody = () => Promise.resolve(undefined);
const urn = "urn:pulumi:staging::mage::slipway:index:EcsRelease::release";

describe("provider/functions/preflight", () => {
  let api: FakeEcsApi;
  let clock: VirtualClock;
  let context: RecordedContext;
  let end: Date | undefined;

  beforeEach(() => {
    api = new FakeEcsApi();
    clock = new VirtualClock();
    context = recordedContext();
    end = undefined;
    for (const tag of ["v1", "v2"]) {
      const app = { name: "app", image: `registry.test/app:${tag}` };
      api.define({ family: "web", containerDefinitions: [app] });
    }
  });

  /** Another's rollout to `web:2`. */
  function begin(): void {
    const moving = deployment({ id: "ecs-svc/2", taskDefinition: arnOf("web:2") });
    api.services.set("web", service({ deployments: [moving, deployment({ status: "ACTIVE" })] }));
  }

  function start(more: Partial<PreflightArgs> = {}, preview = false) {
    const [needs, registry] = [new FakeTaskNeeds(), new FakeRegistry()];
    for (const tag of ["v1", "v2"]) registry.images.set(`registry.test/app:${tag}`, "sha256:a");
    const checks = preflight({
      ...{ ecs: api, logs: new FakeLogsApi(), roles: needs, secrets: needs, clock },
      ...{ registry, registryOf: () => registry, pollInterval: 5000, own: {} },
      logins: { registry: nobody, docker: nobody },
      credentialsEnd: () => Promise.resolve(end),
    });
    const images = [{ repositoryUrl: "registry.test/app", reference: "registry.test/app:v3" }];
    const args = checks.inputs.parse({
      cluster: "main",
      services: [{ service: "web", base: "service", images, version: { DD_VERSION: "v3" } }],
      urn,
      ...more,
    });
    const urns: string[] = [];
    const log = (asked: string) => {
      urns.push(asked);
      return context.log;
    };
    const found = checks.call(args, { signal: context.signal, preview, log });
    return { urns, codes: found.then(({ findings }) => findings.map(({ code }) => code)) };
  }

  it("tells of a newer revision by what it would change, without the values of variables", async () => {
    api.services.set("web", service({ taskDefinition: arnOf("web:1") }));
    const released = {
      ...{ name: "app", image: "registry.test/app:v3" },
      environment: [
        { name: "DD_VERSION", value: "v3" },
        { name: "TOKEN", value: "hunter2" },
      ],
    };
    api.define({ family: "web", containerDefinitions: [released] });
    const images = [{ repositoryUrl: "registry.test/app", reference: "registry.test/app:v3" }];
    const version = { DD_VERSION: "v3" };
    const services = [
      { service: "web", base: "service" as const, images, version, variables: ["TOKEN"] },
    ];
    expect(await start({ services }, true).codes).to.not.include("NEWER_REVISION");
    api.define({ family: "web", cpu: "512", containerDefinitions: [released] });
    taskDefinitionsOf(api).forgetLists();
    expect(await start({ services }, true).codes).to.include("NEWER_REVISION");
  });

  it("waits for another's rollout, says so in the release's log, and goes on", async () => {
    begin();
    const { codes, urns } = start();
    await clock.advance(4000);
    const status = "waiting for another's rollout to web:2 (ecs-svc/2)";
    expect(context.lines).to.deep.equal([`web: ${status}`]);
    expect(context.events).to.deep.equal([{ type: "waiting", service: "web", status }]);
    expect(urns).to.deep.equal([urn]);
    api.services.set("web", service());
    await clock.advance(5000);
    expect(await codes).to.be.empty;
  });

  it("refuses after the time that a rollout may take", async () => {
    begin();
    const { codes } = start({ timeout: 60 });
    await clock.advance(60_000);
    expect(await codes).to.deep.equal(["ROLLOUT_IN_PROGRESS"]);
  });

  it("does not wait in a preview, nor for who insists", async () => {
    begin();
    expect(await start({}, true).codes).to.deep.equal(["ROLLOUT_IN_PROGRESS"]);
    expect(await start({ overtake: true }).codes).to.deep.equal(["ROLLOUT_IN_PROGRESS"]);
    expect(context.events).to.be.empty;
  });

  it("warns of credentials that end before the deadline, where something is to be done", async () => {
    api.services.set("web", service());
    end = new Date(clock.now() + 1_800_000);
    expect(await start().codes).to.deep.equal(["CREDENTIALS_END_EARLY"]);
    expect(await start({ timeout: 1800 }).codes).to.be.empty;
    expect(await start({}, true).codes).to.be.empty;
  });
});
