import { DescribeServiceRevisionsCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: the digests of images", () => {
  const first = `sha256:${"1".repeat(64)}`;
  const second = `sha256:${"2".repeat(64)}`;
  const image = (imageDigest: string) => ({
    ...{ containerName: "web", image: "registry.test/web:1" },
    imageDigest,
  });
  let tagIs = first;
  let aws: TestEmulator;
  beforeEach(async () => {
    tagIs = first;
    aws = await TestEmulator.start({ digestOf: () => tagIs });
    await aws.steadyService();
    tagIs = second;
  });
  afterEach(() => aws.close());

  const update = async (input: { desiredCount?: number; forceNewDeployment?: boolean }) => {
    await aws.ecs.send(new UpdateServiceCommand({ cluster: "main", service: "web", ...input }));
    await aws.pass(300);
  };
  const running = () => {
    const { store } = aws.emulator.ecs;
    return [...store.tasksOf(store.cluster("main")!).values()]
      .filter((task) => task.lastStatus === "RUNNING")
      .map((task) => task.containers[0]!.digest);
  };
  const ofRevision = async () => {
    const { currentServiceRevisions } = await aws.describe();
    const serviceRevisionArns = currentServiceRevisions!.map(({ arn = "" }) => arn);
    const { serviceRevisions } = await aws.ecs.send(
      new DescribeServiceRevisionsCommand({ serviceRevisionArns }),
    );
    return serviceRevisions!.flatMap(({ containerImages = [] }) => containerImages);
  };

  it("stay the same when the service grows after another push to the tag", async () => {
    await update({ desiredCount: 3 });
    expect(running()).to.deep.equal([first, first, first]);
    expect(await ofRevision()).to.deep.equal([image(first)]);
  });

  it("are resolved again for a forced deployment", async () => {
    await update({ forceNewDeployment: true });
    expect(running()).to.deep.equal([second]);
    expect(await ofRevision()).to.deep.equal([image(second)]);
  });

  it("are resolved again for another task definition", async () => {
    await aws.deploy(await aws.register());
    await aws.pass(300);
    expect(running()).to.deep.equal([second]);
  });
});

describe("emulator: images that can't be resolved", () => {
  let aws: TestEmulator;
  beforeEach(async () => {
    aws = await TestEmulator.start({
      scenario: { tasks: [{ image: "*:gone", pullError: "missing" }], api: [] },
    });
  });
  afterEach(() => aws.close());

  /** The most tasks of the newest deployment that were there at once, in the hour after it began. */
  const mostAtOnce = async (): Promise<number> => {
    const service = serviceRecord(aws);
    const [primary] = service.deployments;
    let most = 0;
    for (let second = 0; second < 3600; second += 5) {
      await aws.pass(5);
      const starting = [...primary!.tasks].filter((t) => t.desiredStatus === "RUNNING");
      most = Math.max(most, starting.length);
    }
    return most;
  };
  const deployGone = async (enable: boolean, desiredCount: number) => {
    await aws.steadyService({
      desiredCount,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable, rollback: true } },
    });
    await aws.deploy(
      await aws.register({
        containerDefinitions: [{ name: "web", image: "registry.test/web:gone", memory: 128 }],
      }),
    );
  };

  it("start one task at a time, and after three failures all tasks without digests", async () => {
    await deployGone(false, 3);
    await aws.pass(10);
    const early = serviceRecord(aws).deployments[0]!;
    expect(early.tasks.size).to.equal(1);
    expect(await mostAtOnce()).to.equal(3);
    const { deployments } = await aws.describe();
    expect(deployments![0]).to.include({ status: "PRIMARY", rolloutState: "IN_PROGRESS" });
  });

  it("fail the deployment after three tasks when the circuit breaker is on, even below its threshold", async () => {
    await deployGone(true, 10);
    await aws.pass(3600);
    const { deployments } = await aws.describe();
    expect(deployments).to.have.length(1);
    expect(deployments![0]).to.include({ status: "PRIMARY", rolloutState: "COMPLETED" });
    const deployment = await aws.newestServiceDeployment();
    expect(deployment.status).to.equal("ROLLBACK_SUCCESSFUL");
    expect(deployment.deploymentCircuitBreaker).to.deep.include({ failureCount: 3, threshold: 5 });
  });
});

/** The emulator's own record of the service. */
function serviceRecord({ emulator }: TestEmulator) {
  const { store } = emulator.ecs;
  return store.service(store.cluster("main")!, "web")!;
}
