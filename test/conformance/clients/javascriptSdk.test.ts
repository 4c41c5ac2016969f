import {
  ClientException,
  ClusterNotFoundException,
  DeleteServiceCommand,
  DescribeTaskDefinitionCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  paginateListServices,
  paginateListTaskDefinitions,
  paginateListTasks,
  RunTaskCommand,
  ServiceNotFoundException,
  UpdateServiceCommand,
  waitUntilServicesInactive,
  waitUntilServicesStable,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { rejection } from "../../emulator/_helpers/rejection";
import { ClientTests } from "./_helpers/clientTests";

const crash = { image: "*:crash", exit: { after: 1, code: 1 } };
const web = { cluster: "main", service: "web" };
const stable = { cluster: "main", services: ["web"] };

describe("the JavaScript SDK on the emulator", function () {
  this.timeout(60_000);
  let clients: ClientTests;

  beforeEach(async () => {
    clients = new ClientTests();
    await clients.start({ scenario: { tasks: [crash], api: [] } });
  });
  afterEach(() => clients.stop());

  /** Looks each second of real time. */
  const soon = (seconds = 10) => ({
    client: clients.aws.ecs,
    maxWaitTime: seconds,
    minDelay: 1,
    maxDelay: 1,
  });
  const image = (tag: string) => ({
    containerDefinitions: [{ name: "web", image: `registry.test/web:${tag}`, memory: 128 }],
  });
  const listDeployments = async () => {
    const { serviceDeployments } = await clients.aws.ecs.send(
      new ListServiceDeploymentsCommand({ cluster: "main", service: "web" }),
    );
    return serviceDeployments?.map(({ status }) => status);
  };
  async function all<Page>(
    pages: AsyncIterable<Page>,
    of: (page: Page) => string[] | undefined,
  ): Promise<string[][]> {
    const found: string[][] = [];
    for await (const page of pages) found.push(of(page) ?? []);
    return found;
  }

  it("waits until a rollout is stable", async () => {
    const { aws } = clients;
    await aws.steadyService({ desiredCount: 2 });
    await aws.deploy(await aws.register(image("2")));
    clients.passBetweenLooks(300);
    const { state } = await waitUntilServicesStable(soon(), stable);
    expect(state).to.equal("SUCCESS");
    expect(await listDeployments()).to.deep.equal(["SUCCESSFUL", "SUCCESSFUL"]);
  });

  it("takes a finished rollback for stable, as on AWS", async () => {
    const { aws } = clients;
    const deploymentCircuitBreaker = { enable: true, rollback: true };
    await aws.steadyService({ deploymentConfiguration: { deploymentCircuitBreaker } });
    await aws.deploy(await aws.register(image("crash")));
    await aws.pass(1800);
    const { state } = await waitUntilServicesStable(soon(), stable);
    expect(state).to.equal("SUCCESS");
    expect(await listDeployments()).to.deep.equal(["ROLLBACK_SUCCESSFUL", "SUCCESSFUL"]);
    expect((await aws.describe()).taskDefinition).to.match(/web:1$/);
  });

  it("does not see a service become stable while its tasks don't start", async () => {
    await clients.aws.createService({ taskDefinition: await clients.aws.register(image("crash")) });
    await clients.aws.pass(60);
    const error = await rejection(waitUntilServicesStable(soon(2), stable));
    expect(error.name).to.equal("TimeoutError");
  });

  it("waits until tasks run, and until they have stopped", async () => {
    const { aws } = clients;
    await aws.register({ family: "job", ...image("1") });
    const { tasks } = await aws.ecs.send(
      new RunTaskCommand({ cluster: "main", taskDefinition: "job", count: 2 }),
    );
    const meant = { cluster: "main", tasks: tasks?.map(({ taskArn }) => taskArn ?? "") };
    await aws.pass(26);
    expect((await waitUntilTasksRunning(soon(), meant)).state).to.equal("SUCCESS");
    const stopped = waitUntilTasksStopped(soon(), meant);
    await aws.pass(120);
    expect((await stopped).state).to.equal("SUCCESS");
    const error = await rejection(waitUntilTasksRunning(soon(), meant));
    expect(error.message).to.contain('"state":"FAILURE"');
  });

  it("waits until a deleted service is inactive", async () => {
    const { aws } = clients;
    await aws.steadyService();
    await aws.ecs.send(new UpdateServiceCommand({ ...web, desiredCount: 0 }));
    await aws.ecs.send(new DeleteServiceCommand(web));
    await aws.pass(120);
    expect((await waitUntilServicesInactive(soon(), stable)).state).to.equal("SUCCESS");
  });

  it("pages through services, tasks and task definitions", async () => {
    const { aws } = clients;
    await aws.register();
    for (let n = 0; n < 12; n++) await aws.createService({ serviceName: `s${n}` });
    await aws.pass(600);
    for (let n = 2; n <= 5; n++) await aws.register(image(`${n}`));
    const cluster = "main";
    const by = (pageSize?: number) => ({ client: aws.ecs, pageSize });
    const usual = await all(paginateListServices(by(), { cluster }), (p) => p.serviceArns);
    expect(usual.map((page) => page.length)).to.deep.equal([10, 2]);
    const small = await all(paginateListServices(by(5), { cluster }), (p) => p.serviceArns);
    expect(small.flat()).to.deep.equal(usual.flat());
    const tasks = await all(paginateListTasks(by(5), { cluster }), (p) => p.taskArns);
    expect(tasks.map((page) => page.length)).to.deep.equal([5, 5, 2]);
    expect(new Set(tasks.flat())).to.have.property("size", 12);
    const revisions = await all(
      paginateListTaskDefinitions(by(2), { familyPrefix: "web" }),
      (p) => p.taskDefinitionArns,
    );
    expect(revisions.flat().map((arn) => arn.split("/")[1])).to.deep.equal(
      [1, 2, 3, 4, 5].map((n) => `web:${n}`),
    );
  });

  it("throws its own exceptions", async () => {
    const { ecs } = clients.aws;
    const noCluster = await rejection(ecs.send(new ListServicesCommand({ cluster: "nothing" })));
    expect(noCluster).to.be.instanceOf(ClusterNotFoundException);
    expect(noCluster.message).to.equal("Cluster not found.");
    const noService = await rejection(ecs.send(new UpdateServiceCommand(web)));
    expect(noService).to.be.instanceOf(ServiceNotFoundException);
    const noFamily = new DescribeTaskDefinitionCommand({ taskDefinition: "nothing" });
    expect(await rejection(ecs.send(noFamily))).to.be.instanceOf(ClientException);
  });
});
