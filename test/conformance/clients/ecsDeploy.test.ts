import { DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { ClientTests } from "./_helpers/clientTests";
import { clientProgram, runClient, type ClientRun } from "./_helpers/runClient";

const crash = { image: "*:crash", exit: { after: 1, code: 1 } };
const full = { image: "*:full", noCapacity: true } as const;

describe("ecs-deploy on the emulator", function () {
  this.timeout(60_000);
  let clients: ClientTests;

  beforeEach(async () => {
    clients = new ClientTests();
    await clients.start({ scenario: { tasks: [crash, full], api: [] } });
  });
  afterEach(() => clients.stop());

  const ecs = (...args: string[]): Promise<ClientRun> =>
    runClient(clientProgram("ecsDeploy"), args, clients.env);
  /** Time passes only between looks, so that there is nothing to wait for. */
  const deploy = (...args: string[]): Promise<ClientRun> => {
    clients.passBetweenLooks(15);
    return ecs("deploy", "main", "web", "--sleep-time", "0", ...args);
  };
  const steady = async (rollback?: boolean) => {
    const deploymentConfiguration =
      rollback === undefined ? {} : { deploymentCircuitBreaker: { enable: true, rollback } };
    await clients.aws.steadyService({ desiredCount: 2, deploymentConfiguration });
  };
  const revision = async (name: string) => {
    const { taskDefinition } = await clients.aws.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: name }),
    );
    return { status: taskDefinition?.status, web: taskDefinition?.containerDefinitions?.[0] };
  };

  it("deploys a tag with a variable, and deregisters the revision before", async () => {
    await steady();
    const { code, stdout, stderr } = await deploy("--tag", "2", "--env", "web", "MODE", "fast");
    expect(stderr).to.equal("");
    expect(stdout)
      .to.contain('Changed image of container "web" to: "registry.test/web:2"')
      .and.contain("Successfully changed task definition to: web:2")
      .and.contain("Deployment successful")
      .and.contain("Successfully deregistered revision: 1");
    expect(code).to.equal(0);
    const service = await clients.aws.describe();
    expect(service.taskDefinition).to.match(/web:2$/);
    expect(service.deployments).to.have.lengthOf(1);
    expect((await revision("web:1")).status).to.equal("INACTIVE");
    expect((await revision("web:2")).web).to.deep.include({
      image: "registry.test/web:2",
      environment: [{ name: "MODE", value: "fast" }],
    });
  });

  it("rolls back by itself when tasks can not be placed", async () => {
    await steady();
    const { code, stdout, stderr } = await deploy("--tag", "full", "--rollback");
    expect(stderr)
      .to.contain("(service web) was unable to place a task")
      .and.contain("Deployment failed, but service has been rolled back")
      .and.contain("web:1");
    expect(stdout)
      .to.contain("Rolling back to task definition: web:1")
      .and.contain("Rollback successful")
      .and.contain("Successfully deregistered revision: 2");
    expect(code).to.equal(1);
    const service = await clients.aws.describe();
    expect(service.taskDefinition).to.match(/web:1$/);
    expect(service).to.include({ runningCount: 2, pendingCount: 0 });
    expect((await revision("web:1")).status).to.equal("ACTIVE");
    expect((await revision("web:2")).status).to.equal("INACTIVE");
  });

  it("says when the breaker failed a deployment", async () => {
    await steady(false);
    const { code, stderr } = await deploy("--tag", "crash");
    expect(stderr).to.contain("Deployment Failed! ECS deployment circuit breaker");
    expect(code).to.equal(1);
  });

  it("takes the breaker's rollback for a success, as on AWS", async () => {
    await steady(true);
    const { code, stdout } = await deploy("--tag", "crash", "--ignore-warnings");
    expect(stdout).to.contain("Deployment successful");
    expect(code).to.equal(0);
    expect((await clients.aws.describe()).taskDefinition).to.match(/web:1$/);
  });

  it("scales a service", async () => {
    await steady();
    clients.passBetweenLooks(15);
    const { code, stdout } = await ecs("scale", "main", "web", "4", "--sleep-time", "0");
    expect(stdout).to.contain("Scaling successful");
    expect(code).to.equal(0);
    expect(await clients.aws.describe()).to.include({ desiredCount: 4, runningCount: 4 });
  });

  it("runs a task with another command", async () => {
    await clients.aws.register({ family: "job" });
    const { code, stdout } = await ecs("run", "main", "job", "--command", "web", "migrate now");
    expect(stdout).to.contain("Successfully started 1 instances of task: job:1");
    expect(code).to.equal(0);
    const { store } = clients.aws.emulator.ecs;
    const [task] = [...store.tasksOf(store.cluster("main")!).values()];
    expect(task?.overrides)
      .to.have.nested.property("containerOverrides[0].command")
      .that.deep.equals(["migrate", "now"]);
  });

  it("says what is not there", async () => {
    const { code, stderr } = await ecs("deploy", "main", "web");
    expect(stderr).to.contain("Service not found.");
    expect(code).to.equal(1);
    const nowhere = await ecs("deploy", "nothing", "web");
    expect(nowhere.stderr)
      .to.contain("(ClusterNotFoundException)")
      .and.contain("Cluster not found.");
    expect(nowhere.code).to.equal(1);
  });
});
