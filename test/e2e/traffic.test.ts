import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type DeploymentConfiguration,
  type RegisterTaskDefinitionCommandInput,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSandbox, type Sandbox } from "../../sandbox/startSandbox";
import { prepare, type PreparedDemo } from "../../demo/prepare";
import { sendTraffic, type WebTraffic } from "../../demo/webTraffic";
import { systemClock } from "../../support/clock";
import { readToolchain } from "../../toolchain/manifest";

const cluster = "mage-staging";
const service = "mage-web";

describe("traffic through the load balancer while containers are replaced", function () {
  this.timeout(300_000);
  let folder: string;
  let sandbox: Sandbox;
  let demo: PreparedDemo;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-traffic-"));
    sandbox = await startSandbox({
      dir: path.join(folder, "sandbox"),
      timeScale: 10,
      attached: true,
    });
    const { busybox, buildx } = readToolchain();
    demo = await prepare({
      ...{ env: { ...process.env, ...sandbox.state.env }, cluster, environment: "staging" },
      ...{ tools: { busybox: busybox.path, buildx: buildx.path }, repository: "mage" },
      firstImage: path.join(__dirname, "..", "..", "demo", "app"),
    });
  });

  after(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("fails no request of a rolling update at 100/200", async () => {
    const bounds = { minimumHealthyPercent: 100, maximumPercent: 200 };
    const { requests, failures, commits } = await trafficDuring(() => roll("second", bounds));
    expect(failures).to.deep.equal([]);
    expect([...commits.keys()]).to.have.members(["bootstrap", "second"]);
    expect(requests).to.be.above(20);
  });

  it("counts failures where old tasks are stopped first: it would see them above, too", async () => {
    const bounds = { minimumHealthyPercent: 0, maximumPercent: 100 };
    const { failures, commits } = await trafficDuring(() => roll("third", bounds));
    expect(failures).to.include("503");
    expect([...commits.keys()]).to.have.members(["second", "third"]);
  });

  /** Four clients at once, from before `work` until after it. */
  async function trafficDuring(work: () => Promise<void>): Promise<WebTraffic> {
    const over = new AbortController();
    const clients = Array.from({ length: 4 }, () =>
      sendTraffic(demo.webUrl, 50, systemClock, over.signal),
    );
    try {
      await systemClock.sleep(500);
      await work();
      await systemClock.sleep(500);
    } finally {
      over.abort();
    }
    const all = await Promise.all(clients);
    return {
      requests: all.reduce((sum, { requests }) => sum + requests, 0),
      failures: all.flatMap(({ failures }) => failures),
      commits: new Map(all.flatMap(({ commits }) => [...commits])),
    };
  }

  /** A new revision that only answers with another commit, rolled out to its end. */
  async function roll(
    commit: string,
    deploymentConfiguration: DeploymentConfiguration,
  ): Promise<void> {
    const { ecs } = demo.api;
    const taskDefinition = service;
    const found = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    const text = JSON.stringify(found.taskDefinition).replace(
      /("name":"DD_VERSION","value":)"[^"]*"/g,
      `$1${JSON.stringify(commit)}`,
    );
    const { family, containerDefinitions, ...rest } = JSON.parse(
      text,
    ) as RegisterTaskDefinitionCommandInput;
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        ...{ family, containerDefinitions, networkMode: rest.networkMode },
        ...{ cpu: rest.cpu, memory: rest.memory, volumes: rest.volumes },
        requiresCompatibilities: rest.requiresCompatibilities,
        executionRoleArn: rest.executionRoleArn,
      }),
    );
    await ecs.send(
      new UpdateServiceCommand({ cluster, service, taskDefinition, deploymentConfiguration }),
    );
    for (let tries = 0; tries < 600; tries++) {
      const { services } = await ecs.send(
        new DescribeServicesCommand({ cluster, services: [service] }),
      );
      const [primary, ...others] = services?.[0]?.deployments ?? [];
      if (others.length === 0 && primary?.rolloutState === "COMPLETED") return;
      await systemClock.sleep(200);
    }
    throw new Error(`${service} did not become steady.`);
  }
});
