import { expect } from "chai";
import { EcsAccessDenied, EcsThrottled } from "../../../../targets/ecs/ecsErrors";
import type { Watch } from "../../../../targets/ecs/watch/watch";
import { Watcher } from "../../../../targets/ecs/watch/watcher";
import type { Snapshot } from "../../../../targets/ecs/watch/snapshot";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { service, serviceDeployment, serviceRevisionArn } from "../_helpers/records";

const createdAt = new Date("2026-01-01T00:00:00Z");

describe("Watcher", () => {
  let api: FakeEcsApi;
  let clock: VirtualClock;
  let watcher: Watcher;
  let watches: Watch[];

  beforeEach(() => {
    api = new FakeEcsApi();
    clock = new VirtualClock();
    watcher = new Watcher(api, { clock, random: () => 0.5, interval: 5000 });
    watches = [];
  });

  afterEach(() => {
    for (const watch of watches) watch.close();
  });

  function open(name: string, id = "ecs-svc/1", withServiceDeployment = true): Watch {
    const target = { deploymentId: id, taskDefinition: "arn", createdAt };
    const watch = watcher.watch({ cluster: "main", service: name, target, withServiceDeployment });
    watches.push(watch);
    return watch;
  }

  it("asks once for every ten services, and once for all their deployments", async () => {
    const names = Array.from({ length: 12 }, (_, n) => `s${n}`);
    names.forEach((serviceName, n) => {
      const own = serviceDeployment(`ecs-svc/${n}`, {
        serviceDeploymentArn: `d${n}`,
        targetServiceRevision: { arn: serviceRevisionArn(serviceName, `ecs-svc/${n}`) },
      });
      api.serviceDeployments.set(`d${n}`, own);
      api.services.set(serviceName, service({ serviceName, currentServiceDeployment: `d${n}` }));
    });
    const next = names.map((name, n) => open(name, `ecs-svc/${n}`).next());
    await clock.advance(1500);
    const snapshots = await Promise.all(next);
    expect(snapshots.map((s) => s.service?.serviceName)).to.deep.equal(names);
    expect(snapshots.map((s) => s.serviceDeployment?.serviceDeploymentArn)).to.deep.equal(
      names.map((_, n) => `d${n}`),
    );
    expect(api.count("describeServices")).to.equal(2);
    expect(api.count("describeServiceDeployments")).to.equal(2);
    expect(api.count("listServiceDeployments")).to.equal(0);
  });

  it("lists deployments where the service's current one is another", async () => {
    api.services.set("web", service({ currentServiceDeployment: "other" }));
    api.serviceDeployments.set(
      "other",
      serviceDeployment("ecs-svc/99", { serviceDeploymentArn: "other" }),
    );
    api.serviceDeployments.set(
      "ours",
      serviceDeployment("ecs-svc/1", { serviceDeploymentArn: "ours" }),
    );
    const watch = open("web");
    const first = watch.next();
    await clock.advance(5000);
    expect(await first).to.not.have.property("serviceDeployment");
    const second = watch.next();
    await clock.advance(5000);
    expect((await second).serviceDeployment?.serviceDeploymentArn).to.equal("ours");
    expect(api.count("listServiceDeployments")).to.equal(1);
  });

  it("does without service deployments once they are denied, and asks no more", async () => {
    api.services.set("web", service());
    api.faults.set("listServiceDeployments", () => {
      throw new EcsAccessDenied("no");
    });
    const watch = open("web");
    for (let n = 0; n < 3; n++) {
      const next = watch.next();
      await clock.advance(5000);
      expect(await next).to.not.have.property("serviceDeployment");
    }
    expect(api.count("listServiceDeployments")).to.equal(1);
  });

  it("never fails a rollout because ECS throttles: it looks more and more slowly", async () => {
    api.services.set("web", service());
    let throttle = true;
    api.faults.set("describeServices", () => {
      if (throttle) throw new EcsThrottled("Rate exceeded");
    });
    let seen: Snapshot | undefined;
    void open("web")
      .next()
      .then((snapshot) => (seen = snapshot));
    await clock.advance(3_600_000);
    expect(seen).to.equal(undefined);
    expect(api.count("describeServices")).to.be.within(55, 70);
    throttle = false;
    await clock.advance(60_000);
    expect(seen?.service?.serviceName).to.equal("web");
  });

  it("says since when it gets no answer, and for how long it got none", async () => {
    api.services.set("web", service());
    api.faults.set("describeServices", () => {
      throw new EcsThrottled("Rate exceeded");
    });
    const watch = open("web");
    const startedAt = clock.monotonic();
    await clock.advance(30_000);
    expect(watch.trouble?.since).to.equal(startedAt + 1_500);
    expect(watch.trouble?.error).to.be.instanceOf(EcsThrottled);
    expect(watch.silence).to.equal(0);
    api.faults.clear();
    const { at } = await Promise.all([watch.next(), clock.advance(60_000)]).then(([s]) => s);
    expect(watch.trouble).to.be.undefined;
    expect(watch.silence).to.equal(at - startedAt - 1_500);
  });

  it("polls more slowly when only the service deployments are throttled", async () => {
    api.services.set("web", service({ currentServiceDeployment: "d1" }));
    api.faults.set("describeServiceDeployments", () => {
      throw new EcsThrottled("Rate exceeded");
    });
    open("web");
    await clock.advance(3_600_000);
    expect(api.count("describeServices")).to.be.within(55, 70);
  });

  it("keeps the last service deployment while that call is throttled", async () => {
    const own = serviceDeployment("ecs-svc/1", { serviceDeploymentArn: "d1" });
    api.serviceDeployments.set("d1", own);
    api.services.set("web", service({ currentServiceDeployment: "d1" }));
    const watch = open("web");
    const first = watch.next();
    await clock.advance(5000);
    await first;
    api.faults.set("describeServiceDeployments", () => {
      throw new EcsThrottled("Rate exceeded");
    });
    const second = watch.next();
    await clock.advance(5000);
    expect((await second).serviceDeployment?.serviceDeploymentArn).to.equal("d1");
  });

  it("rejects the wait for a snapshot with what ECS refuses", async () => {
    api.faults.set("describeServices", () => {
      throw new EcsAccessDenied("no");
    });
    const next = open("web")
      .next()
      .catch((error: unknown) => error);
    await clock.advance(5000);
    expect(await next).to.be.instanceOf(EcsAccessDenied);
  });

  it("sends nothing and waits for nothing once all watches are closed", async () => {
    api.services.set("web", service());
    const watch = open("web");
    await clock.advance(1500);
    watch.close();
    await clock.advance(60_000);
    expect(clock.pending).to.equal(0);
    expect(api.count("describeServices")).to.equal(1);
    const again = open("web").next();
    await clock.advance(5000);
    expect((await again).service?.serviceName).to.equal("web");
  });
});
