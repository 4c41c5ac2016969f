import {
  ContinueServiceDeploymentCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  type DeploymentLifecycleHook,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { rejection } from "../../../_helpers/rejection";
import { TestEmulator } from "../../../_helpers/testEmulator";

type Stage = NonNullable<DeploymentLifecycleHook["lifecycleStages"]>[number];

const pauseAt = (...lifecycleStages: Stage[]): DeploymentLifecycleHook => ({
  targetType: "PAUSE",
  lifecycleStages,
});

describe("emulator: PAUSE lifecycle hooks", () => {
  let aws: TestEmulator;
  beforeEach(async () => {
    aws = await TestEmulator.start();
    await aws.steadyService({ desiredCount: 2 });
  });
  afterEach(() => aws.close());

  const newest = () => aws.newestServiceDeployment();
  const deploy = async (...lifecycleHooks: DeploymentLifecycleHook[]) => {
    const { service } = await aws.ecs.send(
      new UpdateServiceCommand({
        cluster: "main",
        service: "web",
        taskDefinition: await aws.register(),
        deploymentConfiguration: { lifecycleHooks },
      }),
    );
    return service!.deployments![0]!;
  };
  const act = async (action?: "CONTINUE" | "ROLLBACK", hook = 0) => {
    const { serviceDeploymentArn, lifecycleHookDetails } = await newest();
    const { hookId } = lifecycleHookDetails![hook]!;
    const answer = await aws.ecs.send(
      new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action }),
    );
    expect(answer.serviceDeploymentArn).to.equal(serviceDeploymentArn);
  };

  it("hold a deployment before its first task, until ContinueServiceDeployment", async () => {
    await deploy(pauseAt("PRE_SCALE_UP"));
    await aws.pass(3600);
    const held = await aws.describe();
    expect(held.deployments!.map((d) => [d.rolloutState, d.runningCount])).to.deep.equal([
      ["IN_PROGRESS", 0],
      ["COMPLETED", 2],
    ]);
    const paused = await newest();
    expect(paused).to.include({ status: "IN_PROGRESS", lifecycleStage: "PRE_SCALE_UP" });
    const [hook] = paused.lifecycleHookDetails!;
    expect(hook).to.include({
      targetType: "PAUSE",
      status: "AWAITING_ACTION",
      timeoutAction: "ROLLBACK",
    });
    expect(hook!.hookId).to.match(/^ecs-pause-/);
    expect(hook!.expiresAt!.getTime() - paused.startedAt!.getTime()).to.equal(1440 * 60_000);
    await act();
    await aws.pass(300);
    const ended = await newest();
    expect(ended.status).to.equal("SUCCESSFUL");
    expect(ended.lifecycleHookDetails![0]!.status).to.equal("SUCCEEDED");
    expect((await aws.describe()).runningCount).to.equal(2);
  });

  it("hold a deployment after the scale-up, with the old deployment still listed", async () => {
    const { id } = await deploy(pauseAt("POST_SCALE_UP"));
    await aws.pass(600);
    expect((await newest()).lifecycleStage).to.equal("POST_SCALE_UP");
    expect((await aws.describe()).deployments!.map((d) => d.runningCount)).to.deep.equal([2, 0]);
    await act("CONTINUE");
    await aws.pass(10);
    const { deployments } = await aws.describe();
    expect(deployments!.map((d) => [d.id, d.rolloutState])).to.deep.equal([[id, "COMPLETED"]]);
  });

  it("hold a stage until all of its hooks have succeeded, and begin again at the next stage", async () => {
    await deploy(pauseAt("PRE_SCALE_UP"), pauseAt("PRE_SCALE_UP", "POST_SCALE_UP"));
    await aws.pass(60);
    expect((await newest()).lifecycleHookDetails).to.have.length(2);
    await act("CONTINUE", 0);
    await aws.pass(60);
    expect((await newest()).lifecycleStage).to.equal("PRE_SCALE_UP");
    await act("CONTINUE", 1);
    await aws.pass(300);
    const later = await newest();
    expect(later.lifecycleStage).to.equal("POST_SCALE_UP");
    expect(later.lifecycleHookDetails!.map((h) => h.status)).to.deep.equal([
      "SUCCEEDED",
      "SUCCEEDED",
      "AWAITING_ACTION",
    ]);
    expect(new Set(later.lifecycleHookDetails!.map((h) => h.hookId)).size).to.equal(3);
  });

  it("begin at RECONCILE_SERVICE only when several revisions were active", async () => {
    await deploy(pauseAt("RECONCILE_SERVICE", "PRE_SCALE_UP"));
    await aws.pass(60);
    expect((await newest()).lifecycleStage).to.equal("PRE_SCALE_UP");
    await deploy(pauseAt("RECONCILE_SERVICE"));
    await aws.pass(60);
    expect((await newest()).lifecycleStage).to.equal("RECONCILE_SERVICE");
  });

  for (const [how, statement] of [
    ["somebody asks for it", "was rolled back by the user"],
    ["their time is over", "timed out"],
  ] as const) {
    it(`roll back when ${how}`, async () => {
      const before = await aws.describe();
      const timeoutConfiguration = { timeoutInMinutes: 20 };
      const { id } = await deploy({ ...pauseAt("POST_SCALE_UP"), timeoutConfiguration });
      await aws.pass(600);
      const { hookId } = (await newest()).lifecycleHookDetails![0]!;
      if (how === "somebody asks for it") await act("ROLLBACK");
      else await aws.pass(20 * 60);
      await aws.pass(300);
      const after = await aws.describe();
      expect(after.deployments!.map((d) => d.id)).to.deep.equal([before.deployments![0]!.id]);
      expect(after.taskDefinition).to.equal(before.taskDefinition);
      const reason = `Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. Lifecycle hook ${hookId!} ${statement}.`;
      expect(await newest()).to.include({ status: "ROLLBACK_SUCCESSFUL", statusReason: reason });
      expect(after.events!.map((e) => e.message)).to.include(
        `(service web) (deployment ${id!}) deployment failed: ${reason}`,
      );
    });
  }

  it("continue after their time-out when its action is CONTINUE", async () => {
    const timeoutConfiguration = { timeoutInMinutes: 5, action: "CONTINUE" as const };
    await deploy({ ...pauseAt("PRE_SCALE_UP"), timeoutConfiguration });
    await aws.pass(290);
    expect((await newest()).lifecycleStage).to.equal("PRE_SCALE_UP");
    await aws.pass(300);
    const ended = await newest();
    expect(ended.status).to.equal("SUCCESSFUL");
    expect(ended.lifecycleHookDetails![0]!.status).to.equal("TIMED_OUT");
  });

  it("don't keep a deployment from being stopped, nor from being superseded", async () => {
    await deploy(pauseAt("PRE_SCALE_UP"));
    await aws.pass(60);
    const { serviceDeploymentArn: first } = await newest();
    await aws.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: first }));
    await aws.pass(60);
    expect((await newest()).status).to.equal("ROLLBACK_SUCCESSFUL");
    await deploy(pauseAt("PRE_SCALE_UP"));
    await aws.pass(60);
    const { serviceDeploymentArn: second } = await newest();
    await deploy();
    await aws.pass(300);
    expect((await aws.serviceDeployment(second!)).status).to.equal("STOPPED");
    expect((await newest()).status).to.equal("SUCCESSFUL");
  });

  it("accept one action, by their id, while the deployment is in progress", async () => {
    await deploy(pauseAt("PRE_SCALE_UP"));
    await aws.pass(60);
    const { serviceDeploymentArn } = await newest();
    const refusal = async (input: { serviceDeploymentArn?: string; hookId: string }) => {
      const command = new ContinueServiceDeploymentCommand({ serviceDeploymentArn, ...input });
      return (await rejection(aws.ecs.send(command))).name;
    };
    const { hookId = "" } = (await newest()).lifecycleHookDetails![0]!;
    expect(await refusal({ hookId: "ecs-pause-x" })).to.equal("InvalidParameterException");
    const nowhere = serviceDeploymentArn!.replace(/.$/, "");
    expect(await refusal({ serviceDeploymentArn: nowhere, hookId })).to.equal(
      "ServiceDeploymentNotFoundException",
    );
    await act();
    expect(await refusal({ hookId })).to.equal("InvalidParameterException");
    await aws.pass(300);
    expect(await refusal({ hookId })).to.equal("InvalidParameterException");
  });

  const refused: [string, DeploymentLifecycleHook[]][] = [
    ["a stage where traffic is shifted", [pauseAt("TEST_TRAFFIC_SHIFT")]],
    ["no stage", [pauseAt()]],
    ["eleven hooks", Array.from({ length: 11 }, () => pauseAt("PRE_SCALE_UP"))],
    [
      "too long a time-out",
      [{ ...pauseAt("PRE_SCALE_UP"), timeoutConfiguration: { timeoutInMinutes: 20_161 } }],
    ],
  ];
  for (const [what, hooks] of refused) {
    it(`refuse ${what}`, async () => {
      expect((await rejection(deploy(...hooks))).name).to.equal("InvalidParameterException");
    });
  }
});
