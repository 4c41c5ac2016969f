import { expect } from "chai";
import { apiDefinition } from "./_helpers/apiDefinition";
import { ClientTests } from "./_helpers/clientTests";
import { clientProgram, runClient, type ClientRun } from "./_helpers/runClient";

const crash = { image: "*:crash", exit: { after: 1, code: 1 } };
const full = { image: "*:full", noCapacity: true } as const;

describe("the AWS CLI on the emulator", function () {
  this.timeout(60_000);
  let clients: ClientTests;

  beforeEach(async () => {
    clients = new ClientTests();
    await clients.start({ scenario: { tasks: [crash, full], api: [] } });
  });
  afterEach(() => clients.stop());

  const aws = (...args: string[]): Promise<ClientRun> =>
    runClient(clientProgram("aws"), args, clients.env);
  /** @returns what the command prints as JSON */
  const answer = async (...args: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await aws(...args, "--output", "json");
    expect(code, stderr).to.equal(0);
    return JSON.parse(stdout);
  };
  const image = (tag: string) => ({
    containerDefinitions: [{ name: "web", image: `registry.test/web:${tag}`, memory: 128 }],
  });
  const web = ["--cluster", "main", "--services", "web"];

  it("knows who it is", async () => {
    const identity = await answer("sts", "get-caller-identity");
    expect(identity).to.have.keys("UserId", "Account", "Arn");
    expect(identity).to.include({ Account: "123456789012" });
  });

  describe("wait services-stable", () => {
    it("exits with 0 once a rollout is done", async () => {
      const { aws: local } = clients;
      await local.steadyService({ desiredCount: 2 });
      await local.deploy(await local.register(image("2")));
      const looks = clients.calls("DescribeServices");
      clients.passBetweenLooks(300);
      const { code, stdout, stderr } = await aws("ecs", "wait", "services-stable", ...web);
      expect({ code, stdout, stderr }).to.deep.equal({ code: 0, stdout: "", stderr: "" });
      expect(clients.calls("DescribeServices")).to.equal(looks + 2);
    });

    it("exits with 0 after a finished rollback, as on AWS", async () => {
      const { aws: local } = clients;
      const deploymentCircuitBreaker = { enable: true, rollback: true };
      await local.steadyService({ deploymentConfiguration: { deploymentCircuitBreaker } });
      await local.deploy(await local.register(image("crash")));
      await local.pass(1800);
      const { code, stderr } = await aws("ecs", "wait", "services-stable", ...web);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
      const described = await answer("ecs", "describe-services", ...web);
      expect(described).to.have.nested.property("services[0].deployments").with.lengthOf(1);
      expect(described)
        .to.have.nested.property("services[0].taskDefinition")
        .that.matches(/web:1$/);
      const service = ["--cluster", "main", "--service", "web"];
      const deployments = await answer("ecs", "list-service-deployments", ...service);
      expect(deployments).to.have.nested.property(
        "serviceDeployments[0].status",
        "ROLLBACK_SUCCESSFUL",
      );
    });

    it("exits with 255 where there is no such service", async () => {
      const { code, stderr } = await aws("ecs", "wait", "services-stable", ...web);
      expect(code).to.equal(255);
      expect(stderr).to.contain("Waiter ServicesStable failed").and.contain('"MISSING"');
    });
  });

  it("makes an alarm, sets it off, and finds the deployment that watched it rolled back", async () => {
    const { aws: local } = clients;
    const metric = ["--namespace", "test", "--metric-name", "errors", "--statistic", "Sum"];
    const condition = ["--comparison-operator", "GreaterThanThreshold", "--threshold", "0.5"];
    const periods = ["--period", "60", "--evaluation-periods", "1"];
    const name = ["--alarm-name", "errors"];
    const put = ["put-metric-alarm", ...name, ...metric, ...condition, ...periods];
    const made = await aws("cloudwatch", ...put);
    expect(made).to.deep.equal({ code: 0, stdout: "", stderr: "" });
    const alarms = { alarmNames: ["errors"], enable: true, rollback: true };
    const before = await local.steadyService({ deploymentConfiguration: { alarms } });
    await local.deploy(await local.register(image("2")));
    await local.pass(60);
    const set = ["set-alarm-state", ...name, "--state-value", "ALARM", "--state-reason", "test"];
    expect((await aws("cloudwatch", ...set)).code).to.equal(0);
    const query = "MetricAlarms[0].[AlarmName, StateValue, Threshold]";
    const described = await answer("cloudwatch", "describe-alarms", "--query", query);
    expect(described).to.deep.equal(["errors", "ALARM", 0.5]);
    await local.pass(300);
    const { code } = await aws("ecs", "wait", "services-stable", ...web);
    expect(code).to.equal(0);
    const { taskDefinition } = await local.describe();
    expect(taskDefinition).to.equal(before.taskDefinition);
    const { serviceDeploymentArn = "" } = await local.newestServiceDeployment();
    const deployment = ["--service-deployment-arns", serviceDeploymentArn];
    const look = "serviceDeployments[0].[status, alarms.status, alarms.triggeredAlarmNames]";
    expect(
      await answer("ecs", "describe-service-deployments", ...deployment, "--query", look),
    ).to.deep.equal(["ROLLBACK_SUCCESSFUL", "TRIGGERED", ["errors"]]);
    const unknown = ["--alarm-name", "x", "--state-value", "OK", "--state-reason", "x"];
    const refused = await aws("cloudwatch", "set-alarm-state", ...unknown);
    expect(refused.code).to.equal(255);
    expect(refused.stderr).to.contain("(ResourceNotFound) when calling the SetAlarmState");
    expect((await aws("cloudwatch", "delete-alarms", "--alarm-names", "errors")).code).to.equal(0);
  });

  it("runs a task and waits until it has stopped, however that ends", async () => {
    await clients.aws.register({ family: "job", ...image("crash") });
    const container = {
      name: "web",
      command: ["migrate"],
      environment: [{ name: "A", value: "1" }],
    };
    const run = ["--cluster", "main", "--task-definition", "job", "--started-by", "test"];
    const overrides = JSON.stringify({ containerOverrides: [container] });
    const started = await answer("ecs", "run-task", ...run, "--overrides", overrides);
    expect(started).to.have.property("failures").that.is.empty;
    expect(started).to.have.nested.property("tasks[0].lastStatus", "PROVISIONING");
    expect(started)
      .to.have.nested.property("tasks[0].overrides.containerOverrides")
      .that.deep.equals([container]);
    const { taskArn } = (started as { tasks: { taskArn: string }[] }).tasks[0] ?? {};
    await clients.aws.pass(120);
    const task = ["--cluster", "main", "--tasks", taskArn ?? ""];
    const { code, stderr } = await aws("ecs", "wait", "tasks-stopped", ...task);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    const query = "tasks[0].[lastStatus, stopCode, containers[0].exitCode]";
    expect(await answer("ecs", "describe-tasks", ...task, "--query", query)).to.deep.equal([
      "STOPPED",
      "EssentialContainerExited",
      1,
    ]);
  });

  it("is told without an error that a task can not be placed", async () => {
    await clients.aws.register({ family: "job", ...image("full") });
    const run = ["--cluster", "main", "--task-definition", "job"];
    const { tasks, failures } = (await answer("ecs", "run-task", ...run)) as {
      tasks: unknown[];
      failures: { reason: string }[];
    };
    expect(tasks).to.be.empty;
    expect(failures).to.have.lengthOf(1);
    expect(failures[0]?.reason).to.contain("Capacity is unavailable at this time");
  });

  it("gets back what it registered, and can register that again", async () => {
    const register = (input: object) =>
      answer("ecs", "register-task-definition", "--cli-input-json", JSON.stringify(input));
    const first = (await register(apiDefinition)) as Registered;
    const { tags, ...members } = apiDefinition;
    expect(first.tags).to.deep.equal(tags);
    for (const [member, value] of Object.entries(members)) {
      expect(first.taskDefinition, member).to.have.property(member);
      if (member === "containerDefinitions") continue;
      expect(first.taskDefinition[member], member).to.deep.equal(value);
    }
    const [container] = first.taskDefinition.containerDefinitions as object[];
    expect(container).to.deep.include(apiDefinition.containerDefinitions[0]);

    const reference = ["--task-definition", "api", "--include", "TAGS"];
    const described = (await answer("ecs", "describe-task-definition", ...reference)) as Registered;
    expect(described).to.deep.equal(first);
    const again = withoutAnswers(described.taskDefinition);
    const second = (await register({ ...again, tags: described.tags })) as Registered;
    expect(second.taskDefinition.revision).to.equal(2);
    expect(withoutAnswers(second.taskDefinition)).to.deep.equal(again);
    expect(second.tags).to.deep.equal(tags);
  });

  it("pages by itself", async () => {
    for (let n = 0; n < 7; n++) await clients.aws.register();
    const list = ["list-task-definitions", "--family-prefix", "web", "--page-size", "3"];
    const listed = await answer("ecs", ...list, "--query", "taskDefinitionArns");
    expect((listed as string[]).map((arn) => arn.split(":").at(-1))).to.deep.equal([
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
    ]);
    expect(clients.calls("ListTaskDefinitions")).to.equal(3);
  });

  it("says in AWS's words what is not there", async () => {
    const said = async (...args: string[]) => {
      const { code, stdout, stderr } = await aws("ecs", ...args);
      return { code, stdout, stderr: stderr.trim() };
    };
    const nowhere = ["--cluster", "nothing", "--services", "web"];
    expect(await said("describe-services", ...nowhere)).to.deep.equal({
      code: 255,
      stdout: "",
      stderr: refusal("ClusterNotFoundException", "DescribeServices", "Cluster not found."),
    });
    const service = ["--cluster", "main", "--service", "nothing"];
    expect(await said("update-service", ...service, "--desired-count", "1")).to.deep.equal({
      code: 255,
      stdout: "",
      stderr: refusal("ServiceNotFoundException", "UpdateService", "Service not found."),
    });
    expect(await said("run-task", "--cluster", "main", "--task-definition", "nothing")).to.include({
      code: 255,
      stderr: refusal("ClientException", "RunTask", "TaskDefinition not found."),
    });
    const described = await answer("ecs", "describe-services", ...web);
    expect(described).to.deep.equal({
      services: [],
      failures: [{ arn: "arn:aws:ecs:us-east-1:123456789012:service/main/web", reason: "MISSING" }],
    });
  });
});

interface Registered {
  taskDefinition: Record<string, unknown>;
  tags: unknown;
}

/** Without what only answers have. */
function withoutAnswers(taskDefinition: Record<string, unknown>): Record<string, unknown> {
  const only = [
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "registeredBy",
  ];
  return Object.fromEntries(Object.entries(taskDefinition).filter(([key]) => !only.includes(key)));
}

function refusal(code: string, operation: string, message: string): string {
  return `An error occurred (${code}) when calling the ${operation} operation: ${message}`;
}
