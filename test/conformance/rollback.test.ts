import { ecsDeployment } from "../../contract/deploymentRef";
import type { ServiceRolloutRequest } from "../../targets/ecs/serviceRolloutRequest";
import { UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { abandonSiblings } from "../../targets/abandonSiblings";
import { createServiceRollouts } from "../../targets/ecs/serviceRollouts";
import type { RolloutController, RolloutResult } from "../../targets/rollout";
import { withAwsCredentials } from "../targets/ecs/_helpers/awsCredentials";
import { LocalEcs } from "./_helpers/localEcs";

// Retries take real seconds, each of them minutes on the emulator's clock.
const limits = { noProgress: 6 * 3600, timeout: 12 * 3600 };
const withBreaker = {
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
};

describe("a rollback on the emulator", function () {
  this.timeout(60_000);
  withAwsCredentials();
  let ecs: LocalEcs;
  let rollouts: RolloutController<ServiceRolloutRequest>;
  /** The service's task definitions by tag. */
  let revisions: Record<string, string>;

  beforeEach(async () => {
    ecs = new LocalEcs();
    await ecs.start();
    rollouts = createServiceRollouts(ecs.api, { clock: ecs.clock });
    revisions = {};
    for (const tag of ["v1", "v2", "v3", "crash"]) revisions[tag] = await ecs.define("web", tag);
    await ecs.createService("web", revisions.v1!, withBreaker);
    await ecs.steady("web");
  });

  afterEach(() => ecs.stop());

  function roll(
    tag: string,
    more: Partial<ServiceRolloutRequest> = {},
    onMoving: () => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<RolloutResult> {
    const request = { cluster: "main", service: "web", taskDefinition: revisions[tag]!, limits };
    return rollouts.roll(
      { ...request, ...more },
      ({ phase }) => {
        if (phase === "progress") onMoving();
      },
      signal,
    );
  }

  /** The id of a rollout that nobody waits for any more. */
  async function inFlight(tag: string): Promise<string> {
    const stop = new AbortController();
    const left = await roll(tag, {}, () => stop.abort(new Error("killed")), stop.signal);
    expect(left.outcome.kind).to.equal("cancelled");
    return left.deploymentId!;
  }

  async function live() {
    const { services } = await ecs.api.describeServices("main", ["web"]);
    const [web] = services;
    return { revision: web?.taskDefinition?.split("/")[1], deployments: web?.deployments ?? [] };
  }

  it("stops what is in flight: the old deployment is PRIMARY again, and no new one is made", async () => {
    const [before] = (await live()).deployments;
    const replaces = await inFlight("v2");
    const result = await roll("v1", { replaces: ecsDeployment(replaces) });
    expect(result.outcome).to.deep.equal({ kind: "deployed" });
    const { revision, deployments } = await live();
    expect(revision).to.equal("web:1");
    expect(deployments.map(({ id }) => id)).to.deep.equal([before?.id]);
    const made = await ecs.api.listServiceDeployments({ cluster: "main", service: "web" });
    expect(made.map(({ status }) => status)).to.deep.equal(["ROLLBACK_SUCCESSFUL", "SUCCESSFUL"]);
  });

  it("moves back what was deployed; again it sends nothing", async () => {
    const { deploymentId: replaces } = await roll("v2");
    const request = { replaces: ecsDeployment(replaces!) };
    expect((await roll("v1", request)).outcome).to.deep.equal({ kind: "deployed" });
    expect((await live()).revision).to.equal("web:1");
    expect((await roll("v1", request)).outcome).to.deep.equal({ kind: "unchanged" });
    const made = await ecs.api.listServiceDeployments({ cluster: "main", service: "web" });
    expect(made).to.have.lengthOf(3);
  });

  it("goes to another revision than the one before by a deployment of its own", async () => {
    const replaces = await inFlight("v2");
    expect((await roll("v3", { replaces: ecsDeployment(replaces) })).outcome).to.deep.equal({
      kind: "deployed",
    });
    expect((await live()).revision).to.equal("web:3");
  });

  it("only confirms what ECS rolled back by itself", async () => {
    const { outcome, deploymentId } = await roll("crash");
    expect(outcome).to.include({ kind: "rolled back", by: "breaker" });
    const result = await roll("v1", { replaces: ecsDeployment(deploymentId!) });
    expect(result.outcome).to.deep.equal({ kind: "unchanged" });
  });

  it("leaves a newer deployment of somebody else alone", async () => {
    const { deploymentId: replaces } = await roll("v2");
    const taskDefinition = revisions.v3!;
    await ecs.client.send(
      new UpdateServiceCommand({ cluster: "main", service: "web", taskDefinition }),
    );
    const { outcome } = await roll("v1", { replaces: ecsDeployment(replaces!) });
    expect(outcome).to.include({ kind: "superseded", revision: "web:3" });
    await ecs.steady("web");
    expect((await live()).revision).to.equal("web:3");
  });

  it("is not misled by reads that lag behind", async () => {
    const { deploymentId: replaces } = await roll("v2");
    ecs.fail({ stale: { services: 20, tasks: 20 } });
    expect((await roll("v1", { replaces: ecsDeployment(replaces!) })).outcome.kind).to.equal(
      "deployed",
    );
    ecs.fail({});
    expect((await live()).revision).to.equal("web:1");
  });

  it("abandons the siblings when the breaker of one begins to roll back", async () => {
    await ecs.createService("worker", await ecs.define("worker", "v1"));
    await ecs.steady("worker");
    // Its tasks never start, and it has no breaker: it would be waited for until the limit.
    const taskDefinition = await ecs.define("worker", "crash-too");
    rollouts = abandonSiblings(rollouts, (request) => ({
      ...{ target: request.service, to: request.taskDefinition },
    }));
    const ends: string[] = [];
    const ended = async (service: string, result: Promise<RolloutResult>) => {
      const { outcome } = await result;
      ends.push(`${service}: ${outcome.kind}`);
    };
    await Promise.all([
      ended("web", roll("crash")),
      ended("worker", roll("v1", { service: "worker", taskDefinition })),
    ]);
    expect(ends).to.deep.equal(["worker: abandoned", "web: rolled back"]);
  });
});
