import { DescribeClustersCommand, CreateClusterCommand, ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { readScenario } from "../../../emulator/faults/scenario";
import { testKey } from "../../_helpers/testAccess";
import { TestEmulator } from "../_helpers/testEmulator";

const other = { accessKeyId: "AKIAOTHER1", secretAccessKey: "other" };

describe("emulator: held calls", () => {
  let aws: TestEmulator;
  const never = new AbortController().signal;
  const start = async (...api: unknown[]) => {
    aws = await TestEmulator.start({
      scenario: readScenario({ api }),
      credentials: [testKey, other],
    });
  };
  afterEach(() => aws.close());

  const create = (ecs = aws.ecs, abortSignal?: AbortSignal) =>
    ecs.send(new CreateClusterCommand({ clusterName: "other" }), { abortSignal });
  const exists = async () => {
    const clusters = ["other"];
    const answer = await aws.ecs.send(new DescribeClustersCommand({ clusters }));
    return answer.clusters?.length === 1;
  };
  const control = async (method: string, path: string): Promise<unknown> => {
    const { answer } = await aws.control(method, path);
    return answer;
  };
  const hold = (at: string, more: object = {}) => ({
    operation: "CreateCluster",
    skip: 1,
    fault: { kind: "hold", at },
    ...more,
  });

  it("wait before the operation until they are released", async () => {
    await start(hold("request"));
    const created = create();
    const held = { service: "ecs", operation: "CreateCluster", at: "request" };
    expect(await aws.emulator.faults.held.next(never)).to.deep.equal(held);
    expect(await exists()).to.equal(false);
    expect(await control("GET", "held")).to.deep.equal([held]);
    expect(await control("POST", "release")).to.deep.equal({ released: 1 });
    await created;
    expect(await exists()).to.equal(true);
    expect(await control("GET", "held")).to.deep.equal([]);
  });

  it("wait after the operation with its answer", async () => {
    await start(hold("answer"));
    const created = create();
    await aws.emulator.faults.held.next(never);
    expect(await exists()).to.equal(true);
    aws.emulator.faults.held.release();
    await created;
  });

  it("do nothing when the client goes away while they wait", async () => {
    await start(hold("request"));
    const client = new AbortController();
    const created = create(aws.ecs, client.signal).catch((error: unknown) => error);
    await aws.emulator.faults.held.next(never);
    client.abort();
    await created;
    while (aws.emulator.faults.held.calls.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(aws.emulator.faults.held.release()).to.equal(0);
    expect(await exists()).to.equal(false);
  });

  it("are those of one access key only, where the fault names it", async () => {
    await start(hold("request", { skip: 0, accessKeyId: "AKIAOTHER*" }));
    const client = new ECSClient({
      endpoint: aws.endpoint,
      region: "us-east-1",
      credentials: other,
    });
    await create();
    const held = create(client);
    await aws.emulator.faults.held.next(never);
    aws.emulator.faults.held.release();
    await held;
    client.destroy();
    const keys = aws.emulator.calls.calls.map((call) => call.accessKeyId);
    expect(keys).to.deep.equal(["AKIATEST", "AKIATEST", "AKIAOTHER1"]);
  });

  it("end a test's wait for one with its signal's reason", async () => {
    await start();
    const waiting = new AbortController();
    const next = aws.emulator.faults.held.next(waiting.signal).catch((error: unknown) => error);
    const reason = new Error("enough");
    waiting.abort(reason);
    expect(await next).to.equal(reason);
  });
});
