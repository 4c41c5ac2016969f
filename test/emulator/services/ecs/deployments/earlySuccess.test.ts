import {
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  type DeploymentConfiguration,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { rejection } from "../../../_helpers/rejection";
import { TestEmulator } from "../../../_helpers/testEmulator";

const early = (
  healthyPercent: number,
  sourceServiceRevisionCleanup: "BLOCKING" | "DEFERRED",
): DeploymentConfiguration => ({
  earlySuccessCriteria: { enable: true, healthyPercent, sourceServiceRevisionCleanup },
  minimumHealthyPercent: 50,
});

describe("emulator: early success", function () {
  this.timeout(20_000);
  let aws: TestEmulator;
  beforeEach(async () => {
    // Of the four new tasks the last two take long, and tasks take a while to stop.
    aws = await TestEmulator.start({
      scenario: {
        tasks: [
          { family: "new", only: [3, 4], pull: 400 },
          { family: "web", stop: 25 },
        ],
        api: [],
      },
    });
    await aws.steadyService({ desiredCount: 4 });
  });
  afterEach(() => aws.close());

  const deploy = async (deploymentConfiguration: DeploymentConfiguration) => {
    const { service } = await aws.ecs.send(
      new UpdateServiceCommand({
        cluster: "main",
        service: "web",
        taskDefinition: await aws.register({ family: "new" }),
        deploymentConfiguration,
      }),
    );
    return service!.deployments![0]!.id;
  };
  const completed = () =>
    aws.passUntil((s) => s.deployments![0]!.rolloutState === "COMPLETED", 1200);
  const steady = async () =>
    (await aws.describe()).events![0]!.message!.endsWith("has reached a steady state.");

  it("BLOCKING completes with enough healthy tasks and no old one", async () => {
    const id = await deploy(early(50, "BLOCKING"));
    await completed();
    const { deployments, events } = await aws.describe();
    expect(deployments!.map((d) => [d.id, d.runningCount])).to.deep.equal([[id, 2]]);
    expect(events![0]!.message).to.equal(`(service web) (deployment ${id!}) deployment completed.`);
    expect((await aws.newestServiceDeployment()).status).to.equal("SUCCESSFUL");
    expect(await steady()).to.equal(false);
    await aws.pass(600);
    expect((await aws.describe()).runningCount).to.equal(4);
    expect(await steady()).to.equal(true);
  });

  it("DEFERRED completes before the old tasks are gone, and freezes its counts", async () => {
    await deploy(early(50, "DEFERRED"));
    await completed();
    const { deployments } = await aws.describe();
    expect(deployments!.map((d) => d.status)).to.deep.equal(["PRIMARY", "ACTIVE"]);
    const ended = await aws.newestServiceDeployment();
    expect(ended.status).to.equal("SUCCESSFUL");
    const late = new StopServiceDeploymentCommand({
      serviceDeploymentArn: ended.serviceDeploymentArn,
    });
    expect((await rejection(aws.ecs.send(late))).name).to.equal("ConflictException");
    await aws.pass(900);
    expect((await aws.describe()).deployments!.map((d) => d.runningCount)).to.deep.equal([4]);
    const { targetServiceRevision, sourceServiceRevisions } = await aws.newestServiceDeployment();
    expect(targetServiceRevision).to.deep.equal(ended.targetServiceRevision);
    expect(sourceServiceRevisions).to.deep.equal(ended.sourceServiceRevisions);
    expect(targetServiceRevision!.runningTaskCount).to.equal(2);
  });

  it("comes only after the bake time when alarms are watched", async () => {
    aws.putAlarm("errors");
    const alarms = { alarmNames: ["errors"], enable: true, rollback: true };
    await deploy({ ...early(50, "DEFERRED"), alarms, bakeTimeInMinutes: 3 });
    await aws.pass(120);
    expect((await aws.newestServiceDeployment()).lifecycleStage).to.equal("BAKE_TIME");
    await aws.pass(180);
    expect((await aws.newestServiceDeployment()).status).to.equal("SUCCESSFUL");
  });

  it("does not come before the whole deployment when it is switched off", async () => {
    await deploy({ ...early(50, "DEFERRED"), earlySuccessCriteria: { enable: false } });
    await completed();
    expect((await aws.describe()).deployments!.map((d) => d.runningCount)).to.deep.equal([4]);
  });

  for (const [what, criteria] of [
    ["less than the minimum healthy percent", early(40, "BLOCKING").earlySuccessCriteria],
    ["more than 100 percent", early(101, "BLOCKING").earlySuccessCriteria],
    ["no percentage", { enable: true, sourceServiceRevisionCleanup: "BLOCKING" as const }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const attempt = deploy({ minimumHealthyPercent: 50, earlySuccessCriteria: criteria });
      expect((await rejection(attempt)).name).to.equal("InvalidParameterException");
    });
  }
});
