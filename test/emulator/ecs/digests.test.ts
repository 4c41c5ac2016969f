import { expect } from "chai";
import { TestEmulator } from "../_helpers/testEmulator";

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
    const service = aws.emulator.ecs.store.cluster("main")!.services.get("web")!;
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

  it("are looked for by one task at a time, and after three the deployment goes on without", async () => {
    await deployGone(false, 3);
    await aws.pass(10);
    const early = aws.emulator.ecs.store.cluster("main")!.services.get("web")!.deployments[0]!;
    expect(early.tasks.size).to.equal(1);
    expect(await mostAtOnce()).to.equal(3);
    const { deployments } = await aws.describe();
    expect(deployments![0]).to.include({ status: "PRIMARY", rolloutState: "IN_PROGRESS" });
  });

  it("fail the deployment after three where the circuit breaker is on, below its threshold", async () => {
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
