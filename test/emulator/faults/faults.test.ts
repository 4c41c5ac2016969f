import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  RunTaskCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { readScenario } from "../../../emulator/faults/scenario";
import { rejection } from "../_helpers/rejection";
import { TestEmulator } from "../_helpers/testEmulator";

describe("emulator: faults", () => {
  let aws: TestEmulator;
  const start = async (scenario: unknown) => {
    aws = await TestEmulator.start({ scenario: readScenario(scenario) });
  };
  afterEach(() => aws.close());
  const list = () => aws.ecs.send(new ListClustersCommand({}));

  it("throttle, deny or fail the calls whose turn it is by skip and times", async () => {
    await start({
      api: [
        { operation: "ListClusters", skip: 1, fault: { kind: "throttle" } },
        { operation: "List*", skip: 2, fault: { kind: "denied" } },
        {
          operation: "ListClusters",
          skip: 3,
          fault: { kind: "error", status: 503, code: "ServiceUnavailable" },
        },
      ],
    });
    await list();
    expect(await rejection(list())).to.include({
      name: "ThrottlingException",
      message: "Rate exceeded",
    });
    expect((await rejection(list())).message).to.contain(
      "is not authorized to perform: ecs:ListClusters",
    );
    expect(await rejection(list())).to.have.nested.property("$metadata.httpStatusCode", 503);
    await list();
  });

  it("cut the connection before the operation, or after it", async () => {
    await start({
      api: [
        { operation: "UpdateService", fault: { kind: "reset" } },
        { operation: "UpdateService", skip: 1, fault: { kind: "lost" } },
      ],
    });
    await aws.steadyService();
    const update = (desiredCount: number) =>
      aws.ecs.send(new UpdateServiceCommand({ cluster: "main", service: "web", desiredCount }));
    await rejection(update(2));
    expect((await aws.describe()).desiredCount).to.equal(1);
    await rejection(update(3));
    expect((await aws.describe()).desiredCount).to.equal(3);
  });

  it("delay an answer by their seconds of AWS's clock", async () => {
    await start({ api: [{ fault: { kind: "slow", seconds: 20 }, operation: "ListClusters" }] });
    let answered = false;
    const listing = list().then(() => (answered = true));
    await expectPending(() => aws.clock.pending >= 2);
    await aws.pass(19);
    expect(answered).to.equal(false);
    await aws.pass(1);
    await listing;
  });

  it("throttle by AWS's token buckets, which fill again over time", async () => {
    await start({ throttling: { factor: 0.1 } });
    // 50 × 0.1 tokens, 20 × 0.1 a second.
    for (let i = 0; i < 5; i++) await list();
    expect((await rejection(list())).name).to.equal("ThrottlingException");
    await aws.pass(1);
    await list();
    await list();
    expect((await rejection(list())).name).to.equal("ThrottlingException");
  });

  it("make reads show a service before its update, and miss new tasks, for some seconds", async () => {
    await start({ stale: { services: 10, tasks: 5 } });
    const before = await aws.steadyService();
    const updated = await aws.deploy(await aws.register());
    expect(updated.deployments).to.have.length(2);
    const stale = await aws.describe();
    expect(stale.deployments!.map((d) => d.id)).to.deep.equal([before.deployments![0]!.id]);
    await aws.pass(10);
    expect((await aws.describe()).deployments).to.have.length(2);
    const { tasks } = await aws.ecs.send(
      new RunTaskCommand({ cluster: "main", taskDefinition: "web" }),
    );
    const describeTask = () =>
      aws.ecs.send(new DescribeTasksCommand({ cluster: "main", tasks: [tasks![0]!.taskArn!] }));
    expect((await describeTask()).failures![0]!.reason).to.equal("MISSING");
    await aws.pass(5);
    expect((await describeTask()).tasks).to.have.length(1);
  });

  it("are changed and read through the control endpoint", async () => {
    await start({});
    const control = (method: string, path: string, body?: unknown) =>
      aws.control(method, path, body);
    await control("POST", "tasks", { family: "web", pullError: "missing" });
    await control("POST", "api", { operation: "ListClusters", fault: { kind: "throttle" } });
    await aws.createService();
    await aws.pass(60);
    expect((await aws.describe()).deployments![0]!.failedTasks).to.equal(1);
    await rejection(list());
    const calls = await control("GET", "calls");
    expect(calls.answer).to.deep.include({
      at: aws.clock.now(),
      service: "ecs",
      operation: "ListClusters",
      accessKeyId: "AKIATEST",
      outcome: "ThrottlingException",
    });
    expect((await control("DELETE", "calls")).answer).to.deep.equal(calls.answer);
    expect((await control("GET", "calls")).answer).to.deep.equal([]);
    expect((await control("PUT", "scenario", { tasks: [{ oops: 1 }] })).status).to.equal(400);
    await control("PUT", "scenario", {});
    expect((await control("GET", "scenario")).answer).to.deep.equal({ tasks: [], api: [] });
    const { answer } = await control("GET", "state");
    expect(answer).to.have.nested.property(
      "clusters[0].services[0].deployments[0].status",
      "PRIMARY",
    );
    expect((await control("GET", "coffee")).status).to.equal(404);
    await aws.ecs.send(new DescribeServicesCommand({ cluster: "main", services: ["web"] }));
  });
});

describe("emulator: a scenario", () => {
  it("is refused with every problem that it has", () => {
    const wrong = { tasks: [{ crash: 1 }], api: [{ fault: { kind: "boom" } }], more: 1 };
    expect(() => readScenario(wrong)).to.throw(/tasks\.0: [^]*api\.0\.fault[^]*more/);
  });
});

/** Gives real I/O its turn until `so`. */
async function expectPending(so: () => boolean): Promise<void> {
  for (let i = 0; i < 10_000 && !so(); i++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(so()).to.equal(true);
}
