import type { Deployment } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { EcsThrottled } from "../../../../targets/ecs/ecsErrors";
import type { PreflightReport } from "../../../../targets/ecs/preflight/preflight";
import { preflightWhenClear } from "../../../../targets/ecs/preflight/preflightWhenClear";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { errorFrom } from "../../../_helpers/errorFrom";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { FakeLogsApi } from "../_helpers/fakeLogsApi";
import { FakeTaskNeeds } from "../_helpers/fakeTaskNeeds";
import { arnOf, deployment, service } from "../_helpers/records";

const image = (tag: string) => `registry.test/app:${tag}`;
const registry = {
  find: () => Promise.resolve({ digest: "sha256:a", mediaType: "", platforms: [], manifests: [] }),
};

describe("preflight, with rollouts in progress", () => {
  let api: FakeEcsApi;
  let clock: VirtualClock;
  let told: string[];

  beforeEach(() => {
    api = new FakeEcsApi();
    clock = new VirtualClock();
    told = [];
    define("v1");
  });

  function define(tag: string, secret = "s", family = "web") {
    const environment = [
      { name: "DD_VERSION", value: tag },
      { name: "TOKEN", value: secret },
    ];
    const containerDefinitions = [{ name: "app", image: image(tag), environment }];
    api.define({ family, containerDefinitions });
  }

  /** The service on its way to `web:2`, beside what it ran before. */
  function moving(more: Partial<Deployment> = {}, before = true): void {
    const primary = deployment({ id: "ecs-svc/2", taskDefinition: arnOf("web:2"), ...more });
    const old = deployment({ status: "ACTIVE", rolloutState: "COMPLETED" });
    const deployments = before ? [primary, old] : [primary];
    api.services.set("web", service({ deployments }));
  }
  const end = (rolloutState: Deployment["rolloutState"]) => {
    Object.assign(api.services.get("web")!.deployments![0]!, { rolloutState });
  };

  function start(signal?: AbortSignal, names = ["web"]): Promise<PreflightReport> {
    const needs = new FakeTaskNeeds();
    const sources = { ecs: api, logs: new FakeLogsApi(), registry, clock };
    const change = {
      images: [{ repositoryUrl: "registry.test/app", reference: image("v3") }],
      // Preflight gets the names of variables alone.
      environment: { TOKEN: "" },
      ...{ versionVariable: "DD_VERSION", version: "v3" },
    };
    return preflightWhenClear(
      { ...sources, roles: needs, secrets: needs },
      {
        cluster: "main",
        services: names.map((one) => ({ service: one, base: "service", change })),
      },
      {
        ...{ timeout: 600, pollInterval: 5000 },
        tell: (name, status) => void told.push(`${name}: ${status}`),
      },
      signal,
    );
  }
  const codes = ({ findings }: PreflightReport) =>
    findings.map(({ level, code }) => `${level} ${code}`);

  it("waits until another's has ended, says so on change only, and looks anew", async () => {
    define("v2");
    moving();
    const found = start();
    await clock.advance(60_000);
    api.services.get("web")!.deployments![0]!.runningCount = 1;
    await clock.advance(60_000);
    end("COMPLETED");
    await clock.advance(5000);
    const report = await found;
    expect(codes(report)).to.be.empty;
    expect(report.plans[0]?.from.revision).to.equal("web:2");
    expect(told).to.deep.equal([
      "web: waiting for another's rollout to web:2 (ecs-svc/2)",
      "web: waiting for another's rollout to web:2 (ecs-svc/2): 0 of 2 running",
      "web: waiting for another's rollout to web:2 (ecs-svc/2): 1 of 2 running",
    ]);
    expect(clock.pending).to.equal(0);
  });

  it("waits no longer for one whose tasks begin to fail", async () => {
    define("v2");
    moving();
    const found = start();
    await clock.advance(60_000);
    Object.assign(api.services.get("web")!.deployments![0]!, { failedTasks: 3 });
    await clock.advance(5000);
    expect(codes(await found)).to.deep.equal(["warning ROLLOUT_IN_PROGRESS"]);
    expect(clock.pending).to.equal(0);
  });

  it("refuses where a service that was as wanted is moved while another is waited for", async () => {
    for (const tag of ["v3", "v4"]) define(tag, "s", "api");
    const stable = (revision: string) =>
      service({ serviceName: "api", taskDefinition: arnOf(revision), deployments: [] });
    for (const [later, expected] of [
      ["api:1", []],
      ["api:2", ["error SERVICE_MOVED_MEANWHILE"]],
    ] as const) {
      define("v2");
      moving();
      api.services.set("api", stable("api:1"));
      const found = start(undefined, ["web", "api"]);
      await clock.advance(5000);
      api.services.set("api", stable(later));
      end("COMPLETED");
      await clock.advance(5000);
      expect(codes(await found)).to.deep.equal(expected);
    }
  });

  it("refuses where it does not end in time", async () => {
    define("v2");
    moving();
    const found = start();
    await clock.advance(600_000);
    const report = await found;
    expect(codes(report)).to.deep.equal(["error ROLLOUT_IN_PROGRESS"]);
    const [finding] = report.findings;
    expect(finding?.message).to.include("ecs-svc/2").and.to.include("10 min");
    expect(finding?.remedy).to.include("--force");
  });

  it("goes on looking while ECS throttles", async () => {
    define("v2");
    moving();
    const found = start();
    await clock.advance(5000);
    api.faults.set("describeServices", () => {
      throw new EcsThrottled("Rate exceeded");
    });
    await clock.advance(30_000);
    api.faults.clear();
    end("COMPLETED");
    await clock.advance(5000);
    expect(codes(await found)).to.be.empty;
  });

  it("waits for the next one, too, with the same patience", async () => {
    define("v2");
    moving();
    const found = start();
    await clock.advance(300_000);
    moving({ id: "ecs-svc/3" });
    await clock.advance(299_000);
    expect(told.at(-1)).to.include("ecs-svc/3");
    await clock.advance(1000);
    expect(codes(await found)).to.deep.equal(["error ROLLOUT_IN_PROGRESS"]);
  });

  it("ends at once where the run is cancelled", async () => {
    define("v2");
    moving();
    const stop = new AbortController();
    const error = errorFrom(start(stop.signal));
    await clock.advance(5000);
    stop.abort(new Error("cancelled"));
    expect((await error).message).to.equal("cancelled");
    expect(clock.pending).to.equal(0);
  });

  for (const [what, arrange] of Object.entries<() => void>({
    "one towards its own revision, whatever the values of variables": () => {
      define("v3", "another secret");
      moving();
    },
    "one whose tasks fail while none runs": () => {
      define("v2");
      moving({ failedTasks: 3 });
    },
    "a service's first": () => {
      define("v2");
      moving({}, false);
    },
  })) {
    it(`does not wait for ${what}`, async () => {
      arrange();
      expect(codes(await start())).to.deep.equal(["warning ROLLOUT_IN_PROGRESS"]);
      expect(told).to.be.empty;
    });
  }

  it("does not wait where something else stands in the way", async () => {
    define("v2");
    moving();
    api.services.get("web")!.launchType = "FARGATE";
    expect(codes(await start())).to.include("error FARGATE_SIZE_INVALID");
    expect(told).to.be.empty;
  });
});
