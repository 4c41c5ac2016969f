import type { ServiceRolloutRequest } from "../../targets/ecs/serviceRolloutRequest";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createAwsLogsApi } from "../../targets/ecs/awsLogsApi";
import { createServiceRollouts } from "../../targets/ecs/serviceRollouts";
import type { RolloutController, RolloutProgress, RolloutResult } from "../../targets/rollout";
import { RevisionRegistrar } from "../../targets/ecs/taskDefinition/revisionRegistrar";
import { planRevision } from "../../targets/ecs/taskDefinition/revisions";
import { TaskRunner } from "../../targets/ecs/taskRun/taskRunner";
import { withAwsCredentials } from "../targets/ecs/_helpers/awsCredentials";
import { digestOf, LocalEcs } from "./_helpers/localEcs";

// Retries take real seconds, each of them minutes on the emulator's clock.
const limits = { noProgress: 6 * 3600, timeout: 12 * 3600 };
const withBreaker = {
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
};

describe("a rollout on the emulator", function () {
  this.timeout(60_000);
  withAwsCredentials();
  let ecs: LocalEcs;
  let rollouts: RolloutController<ServiceRolloutRequest>;
  let registrar: RevisionRegistrar;

  beforeEach(async () => {
    ecs = new LocalEcs();
    await ecs.start();
    const { api, clock } = ecs;
    rollouts = createServiceRollouts(api, { clock });
    registrar = new RevisionRegistrar(api, { clock });
  });

  afterEach(() => ecs.stop());

  /** What a release does with one service: plan, register, roll. */
  async function release(
    service: string,
    tag: string,
    onProgress: (progress: RolloutProgress) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<RolloutResult> {
    const taskDefinition = await register(service, tag);
    const digests = { app: [digestOf(`registry.test/app:${tag}`)] };
    const request = { cluster: "main", service, taskDefinition, digests, limits };
    return rollouts.roll(request, onProgress, signal);
  }

  async function register(service: string, tag: string): Promise<string> {
    const plan = await planRevision(ecs.api, {
      cluster: "main",
      service,
      base: "service",
      change: {
        images: [{ repositoryUrl: "registry.test/app", reference: `registry.test/app:${tag}` }],
        environment: {},
        versionVariable: "DD_VERSION",
        version: tag,
      },
    });
    return (await registrar.register(plan)).taskDefinitionArn;
  }

  it("ends as deployed, with the digest that runs; again it is unchanged", async () => {
    await ecs.createService("web", await ecs.define("web", "v1"));
    await ecs.steady("web");
    const lines: string[] = [];
    const result = await release("web", "v2", ({ status }) => lines.push(status));
    expect(result).to.deep.include({
      outcome: { kind: "deployed" },
      from: "web:1",
      to: "web:2",
      counts: { desired: 2, running: 2, pending: 0, failed: 0 },
    });
    expect(result.digests.app).to.equal(digestOf("registry.test/app:v2"));
    expect(lines[0]).to.equal("moving to web:2");
    expect(lines.at(-1)).to.equal("2 of 2 running on web:2");

    const again = await release("web", "v2");
    expect(again).to.deep.include({ outcome: { kind: "unchanged" }, to: "web:2" });
    expect(await ecs.api.listTaskDefinitions("web", 10)).to.have.lengthOf(2);
  });

  it("ends as rolled back when the breaker trips, with exit codes as evidence", async () => {
    await ecs.createService("web", await ecs.define("web", "v1"), withBreaker);
    await ecs.steady("web");
    const lines: string[] = [];
    const result = await release("web", "crash-1", ({ status }) => lines.push(status));
    expect(result.outcome).to.deep.equal({
      kind: "rolled back",
      by: "breaker",
      to: "web:1",
      finished: true,
    });
    const [first] = result.evidence.stoppedTasks;
    expect(first).to.include({ container: "app", exitCode: 1 });
    expect(result.evidence.breaker).to.deep.equal({ failures: 3, threshold: 3 });
    expect(lines.some((line) => line.startsWith("web:2 failed, going back to web:1"))).to.be.true;
    const { services } = await ecs.api.describeServices("main", ["web"]);
    expect(services[0]?.deployments).to.have.lengthOf(1);
    expect(services[0]?.taskDefinition).to.match(/web:1$/);
  });

  it("has the last lines of the container that crashed as evidence", async () => {
    const logGroupName = "/ecs/web";
    const logs = new CloudWatchLogsClient({ region: "us-east-1", endpoint: ecs.endpoint });
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    /** What the containers of simulated tasks don't write themselves. */
    const write = async (taskArn: string) => {
      const stream = { logGroupName, logStreamName: `web/app/${taskArn.split("/").at(-1)}` };
      await logs.send(new CreateLogStreamCommand(stream));
      const logEvents = Array.from({ length: 60 }, (_, n) => ({
        timestamp: 1_700_000_000_000 + n,
        message: `line ${n}`,
      }));
      await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
    };
    await ecs.createService("web", await ecs.define("web", "v1", logGroupName), withBreaker);
    await ecs.steady("web");
    const { clock } = ecs;
    const api = createAwsLogsApi({ region: "us-east-1", endpoints: { logs: ecs.endpoint } });
    const written = new Set<string>();
    rollouts = createServiceRollouts(ecs.api, {
      clock,
      logs: {
        ...api,
        async read(request, signal) {
          const id = request.stream.split("/").at(-1) ?? "";
          if (!written.has(id)) await write(id);
          written.add(id);
          return api.read(request, signal);
        },
      },
    });
    const { evidence } = await release("web", "crash-log");
    logs.destroy();
    expect(evidence.logs).to.deep.equal({
      container: "app",
      lines: Array.from({ length: 50 }, (_, n) => `line ${n + 10}`),
    });
    expect(await api.hasGroup("/ecs/web")).to.be.true;
    expect(await api.hasGroup("/ecs/we")).to.be.false;
  });

  it("stops a rollout without a breaker after so many failures of the same kind", async () => {
    await ecs.createService("web", await ecs.define("web", "v1"));
    await ecs.steady("web");
    const taskDefinition = await register("web", "crash-early");
    const request = { cluster: "main", service: "web", taskDefinition, limits, failEarly: 2 };
    const { outcome, reason, evidence } = await rollouts.roll(request, () => undefined);
    expect(outcome).to.deep.equal({
      kind: "rolled back",
      by: "failEarly",
      to: "web:1",
      finished: true,
    });
    expect(reason).to.match(
      /^Stopped early \(failEarly\), as \d tasks failed alike: app: .*exit code 1/,
    );
    expect(evidence.stoppedTasks[0]?.count).to.be.within(2, 4);
    const { services } = await ecs.api.describeServices("main", ["web"]);
    expect(services[0]?.taskDefinition).to.match(/web:1$/);
  });

  it("ends as failed where the breaker may not roll back", async () => {
    const deploymentCircuitBreaker = { enable: true, rollback: false };
    await ecs.createService("web", await ecs.define("web", "v1"), {
      deploymentConfiguration: { deploymentCircuitBreaker },
    });
    await ecs.steady("web");
    const { outcome } = await release("web", "crash-2");
    expect(outcome).to.deep.equal({ kind: "failed", cause: "tasks" });
  });

  it("ends as superseded when somebody else deploys, and does not touch that", async () => {
    await ecs.createService("web", await ecs.define("web", "v1"));
    await ecs.steady("web");
    const other = await ecs.define("other", "v9");
    let deployed: Promise<unknown> | undefined;
    const result = await release("web", "v2", ({ phase }) => {
      if (phase !== "progress") return;
      deployed ??= ecs.client.send(
        new UpdateServiceCommand({ cluster: "main", service: "web", taskDefinition: other }),
      );
    });
    await deployed;
    expect(result.outcome).to.include({ kind: "superseded", revision: "other:1" });
    await ecs.steady("web");
    const { services } = await ecs.api.describeServices("main", ["web"]);
    expect(services[0]?.taskDefinition).to.equal(other);
  });

  it("ends as rolled back by someone when a person stops it", async () => {
    await ecs.createService("web", await ecs.define("web", "v1"));
    await ecs.steady("web");
    let stopped: Promise<void> | undefined;
    const result = await release("web", "v2", ({ phase }) => {
      if (phase !== "progress") return;
      stopped ??= ecs.api
        .listServiceDeployments({ cluster: "main", service: "web" })
        .then(([newest]) => ecs.api.stopServiceDeployment(newest?.serviceDeploymentArn ?? ""));
    });
    await stopped;
    expect(result.outcome).to.include({ kind: "rolled back", by: "someone", to: "web:1" });
  });

  it("attaches to the rollout of a release that was killed, and makes no second one", async () => {
    await ecs.createService("web", await ecs.define("web", "v1"));
    await ecs.steady("web");
    const killed = new AbortController();
    const first = await release(
      "web",
      "v2",
      ({ phase }) => {
        if (phase === "progress") killed.abort(new Error("killed"));
      },
      killed.signal,
    );
    expect(first.outcome).to.deep.equal({ kind: "cancelled" });
    const second = await release("web", "v2");
    expect(second.outcome).to.deep.equal({ kind: "deployed" });
    expect(second.deploymentId).to.equal(first.deploymentId);
    expect(await ecs.api.listTaskDefinitions("web", 10)).to.have.lengthOf(2);
  });

  it("fails when another image than the one meant runs", async () => {
    await ecs.createService("web", await ecs.define("web", "v1"));
    await ecs.steady("web");
    const taskDefinition = await register("web", "v2");
    const digests = { app: ["sha256:another"] };
    const request = { cluster: "main", service: "web", taskDefinition, digests, limits };
    const { outcome } = await rollouts.roll(request, () => undefined);
    expect(outcome).to.deep.equal({ kind: "failed", cause: "image" });
  });

  it("rolls twelve services at the same time, two of them of one family", async () => {
    const families = [...Array.from({ length: 11 }, (_, n) => `s${n}`), "s0"];
    const names = families.map((family, n) => (n === 11 ? "twin" : family));
    for (const [n, family] of families.entries()) {
      const revision = n === 11 ? "s0:1" : await ecs.define(family, "v1");
      await ecs.createService(names[n] ?? "", revision);
    }
    await ecs.steady(...names);
    const results = await Promise.all(names.map((name) => release(name, "v2")));
    expect(results.map(({ outcome }) => outcome.kind)).to.deep.equal(names.map(() => "deployed"));
    expect(results.map(({ to }) => to)).to.deep.equal(families.map((family) => `${family}:2`));
    expect(await ecs.api.listTaskDefinitions("s0", 10)).to.have.lengthOf(2);
    const seconds = results.map((result) => result.seconds);
    expect(Math.max(...seconds)).to.be.lessThan(3 * Math.min(...seconds));
  });

  describe("with faults", () => {
    const all = { service: "ecs", times: 0 };

    beforeEach(async () => {
      await ecs.createService("web", await ecs.define("web", "v1"), withBreaker);
      await ecs.steady("web");
    });

    async function expectOneDeployment(): Promise<void> {
      const made = await ecs.api.listServiceDeployments({ cluster: "main", service: "web" });
      // The service's first one, and ours.
      expect(made).to.have.lengthOf(2);
      expect(await ecs.api.listTaskDefinitions("web", 10)).to.have.lengthOf(2);
    }

    it("judges the same without ServiceDeployments and service revisions", async () => {
      const fault = { kind: "denied" };
      ecs.fail({
        api: [
          { ...all, operation: "*Service*Revisions", fault },
          { ...all, operation: "*ServiceDeployments", fault },
        ],
      });
      const result = await release("web", "v2");
      expect(result.outcome).to.deep.equal({ kind: "deployed" });
      expect(result.digests.app).to.equal(digestOf("registry.test/app:v2"));
      const bad = await release("web", "crash-4");
      expect(bad.outcome).to.deep.include({ kind: "rolled back", by: "breaker", finished: true });
    });

    it("is not misled by reads that lag behind", async () => {
      ecs.fail({ stale: { services: 20, tasks: 20 } });
      const result = await release("web", "v2");
      expect(result.outcome).to.deep.equal({ kind: "deployed" });
      expect((await release("web", "v2")).outcome).to.deep.equal({ kind: "unchanged" });
      ecs.fail({});
      await expectOneDeployment();
    });

    it("makes one deployment when the answer of UpdateService is lost", async () => {
      ecs.fail({
        api: [{ ...all, times: 1, operation: "UpdateService", fault: { kind: "lost" } }],
      });
      expect((await release("web", "v2")).outcome).to.deep.equal({ kind: "deployed" });
      await expectOneDeployment();
    });

    it("makes one revision when the answer of RegisterTaskDefinition is lost", async () => {
      const lost = { operation: "RegisterTaskDefinition", fault: { kind: "lost" } };
      ecs.fail({ api: [{ ...all, times: 1, ...lost }] });
      expect((await release("web", "v2")).outcome).to.deep.equal({ kind: "deployed" });
      await expectOneDeployment();
    });

    it("survives throttled, failing and cut calls", async () => {
      ecs.fail({
        api: [
          // More than the SDK repeats, once the rollout has begun.
          { ...all, skip: 3, times: 6, operation: "DescribeServices", fault: { kind: "throttle" } },
          { ...all, skip: 9, times: 2, operation: "DescribeServices", fault: { kind: "reset" } },
          { ...all, times: 2, operation: "UpdateService", fault: { kind: "throttle" } },
          {
            ...all,
            times: 2,
            operation: "DescribeServiceDeployments",
            fault: { kind: "error", status: 500, code: "ServerException" },
          },
        ],
      });
      expect((await release("web", "v2")).outcome).to.deep.equal({ kind: "deployed" });
      await expectOneDeployment();
    });
  });

  it("runs a one-off task and judges it by its exit code", async () => {
    await ecs.createService("web", await ecs.define("web", "v1"));
    await ecs.steady("web");
    const runner = new TaskRunner(ecs.api, { clock: ecs.clock });
    const request = {
      cluster: "main",
      service: "web",
      taskDefinition: await ecs.define("web", "crash-3"),
      container: "app",
      command: ["migrate"],
      startedBy: "slipway-test",
      timeout: 600,
    };
    const result = await runner.run(request, () => undefined);
    expect(result).to.include({ succeeded: false, exitCode: 1, found: false });
    expect(result.reason).to.equal('"app" ended with exit code 1.');
  });
});
