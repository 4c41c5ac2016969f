import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  UpdateServiceCommand,
  type ServiceDeploymentBrief,
  type UpdateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import type { TaskPlan } from "../../../../../emulator/faults/scenario";
import { rejection } from "../../../_helpers/rejection";
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: services", () => {
  let aws: TestEmulator;
  const start = async (...tasks: TaskPlan[]) => {
    aws = await TestEmulator.start({ scenario: { tasks, api: [] } });
  };
  afterEach(() => aws.close());

  const update = async (input: Partial<UpdateServiceCommandInput>) => {
    const { service } = await aws.ecs.send(
      new UpdateServiceCommand({ cluster: "main", service: "web", ...input }),
    );
    return service!;
  };
  const serviceDeployments = async (): Promise<ServiceDeploymentBrief[]> => {
    const listed = await aws.ecs.send(
      new ListServiceDeploymentsCommand({ cluster: "main", service: "web" }),
    );
    return listed.serviceDeployments!;
  };

  it("get no new deployment from an update that changes nothing", async () => {
    await start();
    const before = await aws.steadyService();
    const service = await update({ taskDefinition: "web:1" });
    expect(service.deployments).to.have.length(1);
    expect(service.deployments![0]!.id).to.equal(before.deployments![0]!.id);
    expect(service.deployments![0]!.rolloutState).to.equal("COMPLETED");
    await update({ desiredCount: 1, deploymentConfiguration: { maximumPercent: 150 } });
    await aws.pass(60);
    const after = await aws.describe();
    expect(after.deployments![0]!.id).to.equal(before.deployments![0]!.id);
    expect(after.deploymentConfiguration).to.include({
      maximumPercent: 150,
      minimumHealthyPercent: 100,
    });
  });

  it("get a new deployment of the same revision when UpdateService forces it", async () => {
    await start();
    const before = await aws.steadyService();
    const forced = await update({ forceNewDeployment: true });
    expect(forced.deployments).to.have.length(2);
    expect(forced.deployments![0]!.taskDefinition).to.equal(before.taskDefinition);
    await aws.pass(300);
    const after = await aws.describe();
    expect(after.deployments![0]).to.include({
      id: forced.deployments![0]!.id,
      rolloutState: "COMPLETED",
    });
  });

  it("refuse a sixth deployment while five are active", async () => {
    await start({ family: "slow", pull: 5000, remove: 100 });
    await aws.steadyService();
    for (let i = 0; i < 4; i++) {
      await aws.deploy(await aws.register({ family: "slow" }));
      await aws.pass(6);
    }
    const refused = await rejection(aws.deploy(await aws.register({ family: "slow" })));
    expect(refused.message).to.equal(
      "5 active deployments exist, unable to create new deployment.",
    );
  });

  it("are DRAINING after DeleteService, then INACTIVE, then MISSING", async () => {
    await start();
    await aws.steadyService();
    const refused = await rejection(
      aws.ecs.send(new DeleteServiceCommand({ cluster: "main", service: "web" })),
    );
    expect(refused.message).to.equal("The service cannot be stopped while it is scaled above 0.");
    const { service } = await aws.ecs.send(
      new DeleteServiceCommand({ cluster: "main", service: "web", force: true }),
    );
    expect(service).to.include({ status: "DRAINING", desiredCount: 0, runningCount: 1 });
    expect((await rejection(update({ forceNewDeployment: true }))).name).to.equal(
      "ServiceNotActiveException",
    );
    expect((await rejection(aws.createService())).message).to.equal(
      "Unable to Start a service that is still Draining.",
    );
    await aws.pass(120);
    expect(await aws.describe()).to.include({ status: "INACTIVE", runningCount: 0 });
    await aws.pass(2 * 3600);
    const gone = await aws.ecs.send(
      new DescribeServicesCommand({ cluster: "main", services: ["web"] }),
    );
    expect(gone.services).to.deep.equal([]);
    expect(gone.failures).to.deep.equal([
      { arn: "arn:aws:ecs:us-east-1:123456789012:service/main/web", reason: "MISSING" },
    ]);
  });

  it("that are deleted during a deployment end it as STOPPED", async () => {
    await start({ family: "slow", pull: 1000 });
    await aws.steadyService();
    await aws.deploy(await aws.register({ family: "slow" }));
    await aws.pass(30);
    const [mine] = await serviceDeployments();
    await aws.ecs.send(new DeleteServiceCommand({ cluster: "main", service: "web", force: true }));
    await aws.pass(120);
    expect((await aws.describe()).status).to.equal("INACTIVE");
    const described = await aws.ecs.send(
      new DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: [mine!.serviceDeploymentArn!],
      }),
    );
    expect(described.serviceDeployments![0]!.status).to.equal("STOPPED");
  });

  it("are created once: an equal second CreateService answers the same, a different one is refused", async () => {
    await start();
    await aws.createService();
    const again = await aws.createService();
    expect(again.deployments).to.have.length(1);
    expect((await rejection(aws.createService({ desiredCount: 3 }))).message).to.equal(
      "Creation of service was not idempotent.",
    );
  });

  it("with the controller CODE_DEPLOY refuse an UpdateService that would deploy", async () => {
    await start();
    await aws.createService({ deploymentController: { type: "CODE_DEPLOY" } });
    await aws.pass(120);
    const service = await aws.describe();
    expect(service.deployments).to.deep.equal([]);
    expect(service.taskSets![0]).to.include({ status: "PRIMARY", runningCount: 1 });
    const suffix =
      "on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.";
    const refused = await rejection(update({ taskDefinition: await aws.register() }));
    expect(refused).to.include({
      name: "InvalidParameterException",
      message: `Unable to update task definition ${suffix}`,
    });
    expect((await rejection(update({ forceNewDeployment: true }))).message).to.equal(
      `Cannot force a new deployment ${suffix}`,
    );
    expect((await update({ desiredCount: 2 })).desiredCount).to.equal(2);
    const unsupported = await rejection(serviceDeployments());
    expect(unsupported.name).to.equal("UnsupportedFeatureException");
  });

  it("are refused by name of the feature where the emulator does not model it", async () => {
    await start();
    const refused = await rejection(
      aws.createService({ deploymentConfiguration: { strategy: "CANARY" } }),
    );
    expect(refused.message).to.equal("This emulator does not model strategy CANARY.");
    const lifecycleHooks = [{ hookTargetArn: "arn:aws:lambda:us-east-1:1:function:f" }];
    expect(
      (await rejection(aws.createService({ deploymentConfiguration: { lifecycleHooks } }))).message,
    ).to.equal("This emulator does not model lifecycleHooks of type AWS_LAMBDA.");
  });

  it("of type DAEMON run one task", async () => {
    await start();
    await aws.steadyService({ schedulingStrategy: "DAEMON", desiredCount: undefined });
    expect(await aws.describe()).to.include({ desiredCount: 1, runningCount: 1 });
  });

  it("are refused with AWS's error for each thing that CreateService or UpdateService can't use", async () => {
    await start();
    await aws.register();
    const cases: [Promise<unknown>, string, string][] = [
      [aws.createService({ cluster: "none" }), "ClusterNotFoundException", "Cluster not found."],
      [
        aws.createService({ taskDefinition: "none" }),
        "ClientException",
        "TaskDefinition not found.",
      ],
      [
        aws.createService({
          loadBalancers: [{ containerName: "api", containerPort: 80, targetGroupArn: "arn" }],
        }),
        "InvalidParameterException",
        "The container api does not exist in the task definition.",
      ],
      [update({ service: "none" }), "ServiceNotFoundException", "Service not found."],
    ];
    for (const [attempt, name, message] of cases) {
      expect(await rejection(attempt)).to.include({ name, message });
    }
    const { serviceArn } = await aws.createService();
    expect(serviceArn).to.equal("arn:aws:ecs:us-east-1:123456789012:service/main/web");
    const blank = aws.ecs.send(
      new CreateServiceCommand({ cluster: "main", serviceName: "other", desiredCount: 1 }),
    );
    expect((await rejection(blank)).message).to.equal("TaskDefinition can not be blank.");
  });
});
