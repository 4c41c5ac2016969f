import {
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  type DeploymentConfiguration,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { eventLog } from "../../../_helpers/eventLog";
import { rejection } from "../../../_helpers/rejection";
import { TestEmulator } from "../../../_helpers/testEmulator";

const watching = (
  rollback: boolean,
  more: DeploymentConfiguration = {},
): { deploymentConfiguration: DeploymentConfiguration } => ({
  deploymentConfiguration: {
    alarms: { alarmNames: ["errors", "latency"], enable: true, rollback },
    ...more,
  },
});

describe("emulator: deployment alarms", () => {
  let aws: TestEmulator;
  beforeEach(async () => {
    aws = await TestEmulator.start();
    aws.putAlarm("errors");
    aws.putAlarm("latency", 120);
  });
  afterEach(() => aws.close());

  const set = (name: string, state: "OK" | "ALARM") =>
    expect(aws.emulator.alarms.setState(name, state, "test")).to.equal(true);
  const newest = () => aws.newestServiceDeployment();
  const stages = async (seconds: number) => {
    const seen: string[] = [];
    for (let passed = 0; passed < seconds; passed += 5) {
      await aws.pass(5);
      const { lifecycleStage = "none" } = await newest();
      if (seen.at(-1) !== lifecycleStage) seen.push(lifecycleStage);
    }
    return seen;
  };

  it("are watched through the bake time, with the old deployment still listed", async () => {
    const before = await aws.steadyService(watching(true, { bakeTimeInMinutes: 10 }));
    const { deployments } = await aws.deploy(await aws.register());
    expect((await newest()).alarms).to.deep.equal({
      status: "MONITORING",
      alarmNames: ["errors", "latency"],
    });
    await aws.pass(300);
    const baking = await aws.describe();
    expect(baking.deployments!.map((d) => [d.id, d.rolloutState, d.runningCount])).to.deep.equal([
      [deployments![0]!.id, "IN_PROGRESS", 1],
      [before.deployments![0]!.id, "COMPLETED", 0],
    ]);
    expect(await newest()).to.include({ status: "IN_PROGRESS", lifecycleStage: "BAKE_TIME" });
    await aws.pass(600);
    expect((await aws.describe()).deployments).to.have.length(1);
    const ended = await newest();
    expect(ended).to.include({ status: "SUCCESSFUL", lifecycleStage: "CLEAN_UP" });
    expect(ended.alarms!.status).to.equal("MONITORING_COMPLETE");
    expect(ended.finishedAt!.getTime() - ended.startedAt!.getTime()).to.be.within(600_000, 800_000);
  });

  it("make a bake time as long as the slowest of them looks back, where bakeTimeInMinutes is 0", async () => {
    await aws.steadyService(watching(true));
    await aws.deploy(await aws.register());
    await aws.passUntil((s) => s.deployments![1]?.runningCount === 0, 300);
    const baked = await aws.passUntil((s) => s.deployments!.length === 1, 300);
    expect(baked).to.be.within(120, 150);
  });

  it("fail a deployment and roll it back when one of them goes to ALARM during it", async () => {
    const before = await aws.steadyService(watching(true, { bakeTimeInMinutes: 30 }));
    const old = before.deployments![0]!.id!;
    const { deployments } = await aws.deploy(await aws.register());
    const { id, createdAt } = deployments![0]!;
    await aws.pass(300);
    set("latency", "ALARM");
    const noticed = await aws.passUntil((s) => s.deployments![0]!.id === old, 60);
    expect(noticed).to.be.within(15, 25);
    const during = await aws.describe();
    expect(during.taskDefinition).to.equal(before.taskDefinition);
    expect(during.deployments![0]!.rolloutStateReason).to.equal(
      `ECS deployment failed: alarm detected: rolling back to deploymentId ${old}.`,
    );
    expect(during.deployments![1]).to.include({
      id,
      rolloutState: "FAILED",
      rolloutStateReason: "ECS deployment failed: alarm detected.",
    });
    expect((await newest()).status).to.equal("ROLLBACK_IN_PROGRESS");
    // The alarm is still on: a rollback doesn't watch it, and doesn't bake.
    await aws.pass(180);
    const ended = await newest();
    expect(ended).to.deep.include({
      status: "ROLLBACK_SUCCESSFUL",
      statusReason: "Service deployment rolled back because of alarms in ALARM state: latency.",
      lifecycleStage: "BAKE_TIME",
      alarms: {
        status: "TRIGGERED",
        alarmNames: ["errors", "latency"],
        triggeredAlarmNames: ["latency"],
      },
    });
    const log = eventLog(await aws.describe(), createdAt!.getTime()).map((e) => e.message);
    const failed = log.indexOf(`(deployment ${id!}) deployment failed: alarm detected.`);
    expect(log.slice(failed + 1)).to.deep.equal([
      `rolling back to deployment ${old}.`,
      "has started 1 tasks: (task).",
      "has stopped 1 running tasks: (task).",
      `(deployment ${old}) deployment completed.`,
      "has reached a steady state.",
    ]);
  });

  it("are ignored for the whole deployment when they were in ALARM before it", async () => {
    await aws.steadyService(watching(true));
    set("errors", "ALARM");
    await aws.deploy(await aws.register());
    await aws.pass(40);
    set("errors", "OK");
    await aws.pass(30);
    set("errors", "ALARM");
    await aws.pass(600);
    expect((await newest()).status).to.equal("SUCCESSFUL");
    // The next deployment watches it again.
    set("errors", "OK");
    await aws.deploy(await aws.register());
    await aws.pass(60);
    set("errors", "ALARM");
    await aws.pass(60);
    expect((await newest()).alarms!.triggeredAlarmNames).to.deep.equal(["errors"]);
  });

  it("count from the first RUNNING task on, and not when they were in ALARM only between two looks", async () => {
    await aws.steadyService(watching(true));
    await aws.deploy(await aws.register());
    await aws.pass(6);
    set("errors", "ALARM");
    await aws.passUntil((s) => s.deployments![0]!.rolloutState === "IN_PROGRESS", 1);
    expect((await aws.describe()).deployments![0]!.runningCount).to.equal(0);
    set("errors", "OK");
    await aws.pass(240);
    expect((await newest()).status).to.be.oneOf(["IN_PROGRESS", "SUCCESSFUL"]);
    await aws.pass(120);
    await aws.deploy(await aws.register());
    await aws.pass(6);
    set("errors", "ALARM");
    const seen = await aws.passUntil(
      (s) => s.deployments!.some((d) => d.rolloutState === "FAILED"),
      120,
    );
    expect(seen).to.be.greaterThan(10);
  });

  it("leave two deployments as they are when rollback is off", async () => {
    await aws.steadyService({ ...watching(false, { bakeTimeInMinutes: 5 }), desiredCount: 2 });
    await aws.deploy(await aws.register());
    await aws.pass(50);
    set("errors", "ALARM");
    await aws.pass(600);
    expect(
      (await aws.describe()).deployments!.map((d) => [d.status, d.rolloutState]),
    ).to.deep.equal([
      ["PRIMARY", "FAILED"],
      ["ACTIVE", "COMPLETED"],
    ]);
    expect(await newest()).to.include({
      status: "STOPPED",
      statusReason: "Service deployment stopped because of alarms in ALARM state: errors.",
    });
  });

  it("leave the first deployment FAILED, because no earlier one can be rolled back to", async () => {
    await aws.createService(watching(true));
    await aws.pass(45);
    set("errors", "ALARM");
    await aws.pass(60);
    expect((await aws.describe()).deployments![0]).to.include({
      status: "PRIMARY",
      rolloutState: "FAILED",
    });
    expect(await newest()).to.include({
      status: "ROLLBACK_FAILED",
      statusReason: "No rollback candidate was found to run the rollback",
    });
  });

  it("are not watched when they are disabled, nor after the deployment's end", async () => {
    await aws.steadyService(watching(true));
    set("errors", "ALARM");
    await aws.pass(120);
    expect((await aws.describe()).deployments![0]!.rolloutState).to.equal("COMPLETED");
    set("errors", "OK");
    const off = { alarmNames: ["errors"], enable: false, rollback: false };
    await aws.ecs.send(
      new UpdateServiceCommand({
        cluster: "main",
        service: "web",
        taskDefinition: await aws.register(),
        deploymentConfiguration: { alarms: off, bakeTimeInMinutes: 60 },
      }),
    );
    await aws.pass(60);
    set("errors", "ALARM");
    await aws.pass(240);
    expect(await newest()).to.include({ status: "SUCCESSFUL" });
    expect((await newest()).alarms!.status).to.equal("DISABLED");
  });

  it("don't keep a stop or a newer deployment from ending the bake time", async () => {
    const before = await aws.steadyService(watching(true, { bakeTimeInMinutes: 60 }));
    await aws.deploy(await aws.register());
    await aws.pass(300);
    const { serviceDeploymentArn } = await newest();
    await aws.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }));
    await aws.pass(120);
    const stopped = await aws.describe();
    expect(stopped.deployments!.map((d) => d.id)).to.deep.equal([before.deployments![0]!.id]);
    expect((await newest()).status).to.equal("ROLLBACK_SUCCESSFUL");
    await aws.deploy(await aws.register());
    await aws.pass(300);
    const superseded = await newest();
    await aws.deploy(await aws.register());
    await aws.pass(300);
    const after = await aws.serviceDeployment(superseded.serviceDeploymentArn!);
    expect(after.status).to.equal("STOPPED");
    expect(after.alarms!.status).to.equal("MONITORING_COMPLETE");
  });

  it("add the stage BAKE_TIME to those of a rolling deployment", async () => {
    await aws.steadyService(watching(true));
    await aws.deploy(await aws.register());
    expect((await newest()).lifecycleStage).to.equal(undefined);
    expect(await stages(400)).to.deep.equal(["SCALE_UP", "BAKE_TIME", "CLEAN_UP"]);
  });

  it("never fail a deployment when they don't exist, or were configured after its beginning", async () => {
    const alarms = { alarmNames: ["nothing"], enable: true, rollback: true };
    await aws.steadyService({ deploymentConfiguration: { alarms } });
    await aws.deploy(await aws.register());
    await aws.pass(40);
    await aws.ecs.send(
      new UpdateServiceCommand({ cluster: "main", service: "web", ...watching(true) }),
    );
    set("errors", "ALARM");
    await aws.pass(300);
    const { status, alarms: watched } = await newest();
    expect(status).to.equal("SUCCESSFUL");
    expect(watched!.alarmNames).to.deep.equal(["nothing"]);
  });

  it("are refused when they are enabled without a name", async () => {
    const alarms = { alarmNames: [], enable: true, rollback: true };
    const refused = await rejection(aws.createService({ deploymentConfiguration: { alarms } }));
    expect(refused.name).to.equal("InvalidParameterException");
  });
});
