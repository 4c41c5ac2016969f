import { expect } from "chai";
import { boto3, type Boto3Error, type Boto3Request } from "./_helpers/boto3";
import { ClientTests } from "./_helpers/clientTests";

const crash = { image: "*:crash", exit: { after: 1, code: 1 } };
const stable = { cluster: "main", services: ["web"] };
const soon = { Delay: 1, MaxAttempts: 5 };

describe("boto3 on the emulator", function () {
  this.timeout(60_000);
  let clients: ClientTests;

  beforeEach(async () => {
    clients = new ClientTests();
    await clients.start({ scenario: { tasks: [crash], api: [] } });
  });
  afterEach(() => clients.stop());

  const ask = (...requests: Boto3Request[]) => boto3(clients.env, ...requests);
  const refusals = async (...requests: Boto3Request[]): Promise<Boto3Error[]> => {
    const answers = await ask(...requests);
    return answers.map((answer) => {
      expect(answer).to.have.property("error");
      return (answer as { error: Boto3Error }).error;
    });
  };
  const image = (tag: string) => ({
    containerDefinitions: [{ name: "web", image: `registry.test/web:${tag}`, memory: 128 }],
  });

  it("waits until a rollout is stable", async () => {
    const { aws } = clients;
    await aws.steadyService({ desiredCount: 2 });
    await aws.deploy(await aws.register(image("2")));
    const looks = clients.calls("DescribeServices");
    clients.passBetweenLooks(300);
    expect(await ask({ wait: "services_stable", with: stable, config: soon })).to.deep.equal([{}]);
    expect(clients.calls("DescribeServices")).to.equal(looks + 2);
    expect((await aws.describe()).deployments?.[0]?.rolloutState).to.equal("COMPLETED");
  });

  it("does not see a deployment that failed and was not rolled back become stable", async () => {
    const { aws } = clients;
    const deploymentCircuitBreaker = { enable: true, rollback: false };
    await aws.steadyService({ deploymentConfiguration: { deploymentCircuitBreaker } });
    await aws.deploy(await aws.register(image("crash")));
    await aws.pass(3600);
    const config = { Delay: 1, MaxAttempts: 2 };
    const [error] = await refusals({ wait: "services_stable", with: stable, config });
    expect(error).to.include({
      class: "WaiterError",
      message: "Waiter ServicesStable failed: Max attempts exceeded",
    });
    expect(error).to.have.nested.property("last.services[0].deployments[0].rolloutState", "FAILED");
  });

  it("gives up at once on a service that is not there", async () => {
    await clients.aws.steadyService();
    const services = ["web", "nothing"];
    const [error] = await refusals({
      wait: "services_stable",
      with: { cluster: "main", services },
      config: soon,
    });
    expect(error?.message).to.contain("terminal failure state").and.contain('"MISSING"');
    expect(error).to.have.nested.property("last.failures[0].reason", "MISSING");
  });

  it("waits until a task has stopped, however it ended", async () => {
    const { aws } = clients;
    await aws.register({ family: "job", ...image("crash") });
    const run = { call: "run_task", with: { cluster: "main", taskDefinition: "job" } };
    const [started] = (await ask(run)) as [{ tasks: { taskArn: string; lastStatus: string }[] }];
    const [task] = started.tasks;
    expect(task?.lastStatus).to.equal("PROVISIONING");
    await aws.pass(120);
    const tasks = { cluster: "main", tasks: [task?.taskArn] };
    const [waited, described, running] = await ask(
      { wait: "tasks_stopped", with: tasks, config: soon },
      { call: "describe_tasks", with: tasks },
      { wait: "tasks_running", with: tasks, config: soon },
    );
    expect(waited).to.deep.equal({});
    expect(described).to.have.nested.property("tasks[0].containers[0].exitCode", 1);
    expect(described).to.have.nested.property("tasks[0].stopCode", "EssentialContainerExited");
    expect(running).to.have.nested.property("error.class", "WaiterError");
  });

  it("pages through services, tasks and task definitions", async () => {
    const { aws } = clients;
    const names = Array.from({ length: 7 }, (_, n) => `s${n}`);
    await aws.register();
    for (const serviceName of names) await aws.createService({ serviceName });
    await aws.pass(600);
    for (let n = 2; n <= 11; n++) await aws.register(image(`${n}`));
    const cluster = "main";
    const [services, tasks, newestFirst, none] = (await ask(
      { pages: "list_services", with: { cluster }, size: 3 },
      { pages: "list_tasks", with: { cluster, desiredStatus: "RUNNING" }, size: 2 },
      { pages: "list_task_definitions", with: { familyPrefix: "web", sort: "DESC" }, size: 4 },
      { pages: "list_task_definitions", with: { familyPrefix: "we" }, size: 4 },
    )) as Record<string, string[]>[][];
    const arns = (pages: typeof services, key: string) => pages?.map((page) => page[key] ?? []);
    const listed = arns(services, "serviceArns");
    expect(listed?.map((page) => page.length)).to.deep.equal([3, 3, 1]);
    expect(listed?.flat().map((arn) => arn.split("/").at(-1))).to.have.members(names);
    expect(new Set(arns(tasks, "taskArns")?.flat())).to.have.property("size", 7);
    expect(tasks).to.have.lengthOf(4);
    expect(
      arns(newestFirst, "taskDefinitionArns")
        ?.flat()
        .map((arn) => Number(arn.split(":").at(-1))),
    ).to.deep.equal([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(arns(none, "taskDefinitionArns")).to.deep.equal([[]]);
    expect(services?.at(-1)).not.to.have.property("nextToken");
  });

  it("raises its own exceptions", async () => {
    const { aws } = clients;
    await aws.steadyService();
    await aws.steadyService({ serviceName: "gone" });
    await ask({
      call: "delete_service",
      with: { cluster: "main", service: "gone", force: true },
    });
    const update = (service: string, more: object = {}) => ({
      call: "update_service",
      with: { cluster: "main", service, ...more },
    });
    const errors = await refusals(
      { call: "list_services", with: { cluster: "nothing" } },
      update("nothing", { desiredCount: 1 }),
      update("gone", { desiredCount: 1 }),
      update("web", { taskDefinition: "nothing:1" }),
      { call: "describe_task_definition", with: { taskDefinition: "nothing" } },
      { call: "stop_task", with: { cluster: "main", task: "0".repeat(32) } },
      { call: "register_task_definition", with: { family: "no spaces", ...image("1") } },
      { call: "describe_task_sets", with: { cluster: "main", service: "web" } },
    );
    expect(errors.map(({ class: name, status }) => `${name} ${status}`)).to.deep.equal([
      "ClusterNotFoundException 400",
      "ServiceNotFoundException 400",
      "ServiceNotActiveException 400",
      "ClientException 400",
      "ClientException 400",
      "InvalidParameterException 400",
      "ClientException 400",
      "ClientError 501",
    ]);
    for (const { requestId } of errors) expect(requestId).to.match(/^[0-9a-f-]{36}$/);
    expect(errors.slice(0, -1).every(({ modelled }) => modelled)).to.equal(true);
    expect(errors[0]?.message).to.equal(
      "An error occurred (ClusterNotFoundException) when calling the ListServices operation: Cluster not found.",
    );
  });
});
