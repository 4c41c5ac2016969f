import { expect } from "chai";
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: a rolling update", () => {
  let aws: TestEmulator;
  beforeEach(async () => {
    aws = await TestEmulator.start();
  });
  afterEach(() => aws.close());

  it("answers UpdateService with the new deployment as PRIMARY with a desired count of 0", async () => {
    const before = await aws.steadyService({ desiredCount: 2 });
    const service = await aws.deploy(await aws.register());
    const [primary, active] = service.deployments!;
    expect(service.deployments).to.have.length(2);
    expect(primary).to.include({
      status: "PRIMARY",
      desiredCount: 0,
      runningCount: 0,
      pendingCount: 0,
      failedTasks: 0,
      rolloutState: "IN_PROGRESS",
      rolloutStateReason: `ECS deployment ${primary!.id!} in progress.`,
    });
    expect(primary!.createdAt).to.deep.equal(primary!.updatedAt);
    expect(active).to.include({
      id: before.deployments![0]!.id,
      status: "ACTIVE",
      desiredCount: 2,
      runningCount: 2,
      rolloutState: "COMPLETED",
    });
    expect(service.taskDefinition).to.equal(primary!.taskDefinition);
    expect(service).to.include({ desiredCount: 2, runningCount: 2, pendingCount: 0 });
    expect(service.events).to.have.length(before.events!.length);
  });

  it("starts one task for the digest, then the others, then stops the old ones, then completes", async () => {
    await aws.steadyService({ desiredCount: 2 });
    const { deployments } = await aws.deploy(await aws.register());
    const [b] = deployments!;
    const seen: string[] = [];
    await aws.passUntil((service) => {
      const counts = service.deployments!.map(
        (d) => `${d.status!} ${d.desiredCount!}/${d.runningCount!}/${d.pendingCount!}`,
      );
      const line = `${counts.join(", ")} = ${service.runningCount!}/${service.pendingCount!}`;
      if (seen.at(-1) !== line) seen.push(line);
      return service.deployments![0]!.rolloutState === "COMPLETED";
    }, 300);
    expect(seen).to.deep.equal([
      "PRIMARY 0/0/0, ACTIVE 2/2/0 = 2/0",
      "PRIMARY 2/0/1, ACTIVE 2/2/0 = 2/1",
      "PRIMARY 2/0/2, ACTIVE 2/2/0 = 2/2",
      "PRIMARY 2/1/1, ACTIVE 2/2/0 = 3/1",
      "PRIMARY 2/2/0, ACTIVE 2/2/0 = 4/0",
      "PRIMARY 2/2/0, ACTIVE 1/1/0 = 3/0",
      "PRIMARY 2/2/0, ACTIVE 0/0/0 = 2/0",
      "PRIMARY 2/2/0 = 2/0",
    ]);
    const service = await aws.describe();
    expect(service.deployments).to.have.length(1);
    expect(service.deployments![0]).to.include({
      id: b!.id,
      rolloutStateReason: `ECS deployment ${b!.id!} completed.`,
    });
    const [steady, completed] = service.events!;
    expect(steady!.message).to.equal("(service web) has reached a steady state.");
    expect(completed!.message).to.equal(
      `(service web) (deployment ${b!.id!}) deployment completed.`,
    );
    expect(steady!.createdAt!.getTime() - completed!.createdAt!.getTime()).to.equal(1);
  });
});
