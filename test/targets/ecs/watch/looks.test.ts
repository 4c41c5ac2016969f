import { expect } from "chai";
import type { Watch } from "../../../../targets/ecs/watch/watch";
import { Watcher } from "../../../../targets/ecs/watch/watcher";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { arnOf, deployment, service } from "../_helpers/records";

const id = "ecs-svc/2";
const createdAt = new Date("2026-01-01T00:00:00Z");

describe("the looks at rollouts", () => {
  let api: FakeEcsApi;
  let clock: VirtualClock;
  let watcher: Watcher;
  let watches: Watch[];

  beforeEach(() => {
    api = new FakeEcsApi().withoutServiceDeployments();
    clock = new VirtualClock();
    watcher = new Watcher(api, { clock, random: () => 0.5 });
    watches = [];
  });

  afterEach(() => {
    for (const watch of watches) watch.close();
  });

  function open(name: string): Watch {
    const target = { deploymentId: id, taskDefinition: arnOf("web:2"), createdAt };
    const asked = { cluster: "main", service: name, target, withServiceDeployment: false };
    const watch = watcher.watch(asked);
    watches.push(watch);
    return watch;
  }

  /** A Fargate service behind a load balancer, so many seconds after UpdateService. */
  function at(seconds: number, name: string) {
    const running = seconds < 60 ? 0 : 2;
    const draining = seconds < 420;
    const done = seconds >= 425;
    const own = deployment({
      ...{ id, status: "PRIMARY", desiredCount: 2 },
      ...{ runningCount: running, pendingCount: seconds < 5 ? 0 : 2 - running },
      rolloutState: done ? "COMPLETED" : "IN_PROGRESS",
    });
    const old = deployment({ id: "ecs-svc/1", status: "ACTIVE", runningCount: 2 });
    const deployments = done ? [own] : [own, old];
    const runningCount = running + (draining ? 2 : 0);
    api.services.set(
      name,
      service({ serviceName: name, desiredCount: 2, runningCount, deployments }),
    );
  }

  it("see the end within two seconds, with no more calls than one each four seconds", async () => {
    at(0, "web");
    const watch = open("web");
    let seenAt: number | undefined;
    for (let second = 0; second < 440 && seenAt === undefined; second += 0.5) {
      at(second, "web");
      await clock.advance(500);
      const [own] = watch.newest?.service?.deployments ?? [];
      if (own?.rolloutState === "COMPLETED") seenAt = second;
    }
    expect(seenAt).to.be.within(425, 427);
    expect(api.count("describeServices")).to.be.below(440 / 4);
  });

  it("of ten services with their own beats share one call", async () => {
    const names = Array.from({ length: 10 }, (_, n) => `s${n}`);
    for (const name of names) {
      at(100, name);
      open(name);
      await clock.advance(37);
    }
    await clock.advance(3_000);
    const asked = api.inputs<{ names: string[] }>("describeServices");
    expect(asked.map(({ names }) => names.length)).to.deep.equal(asked.map(() => 10));
  });

  it("at 500 services stay below half of AWS's rate, and reach each service", async () => {
    const names = Array.from({ length: 500 }, (_, n) => `s${n}`);
    for (const name of names) {
      at(100, name);
      open(name);
    }
    await clock.advance(60_000);
    // 10 a second, beside one burst of 50.
    expect(api.count("describeServices")).to.be.within(300, 650);
    const asked = api.inputs<{ names: string[] }>("describeServices").slice(-60);
    expect(new Set(asked.flatMap(({ names }) => names)).size).to.equal(500);
  });
});
