import { StopTaskCommand } from "@aws-sdk/client-ecs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import type { Task } from "../../../../emulator/services/ecs/state/task";
import { containerId } from "../../../../emulator/tasks/endpoint/endpointAddress";
import type { TaskRoleCredentials } from "../../../../emulator/tasks/endpoint/taskCredentials";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { TestEmulator } from "../../_helpers/testEmulator";

const hour = 60 * 60 * 1000;

describe("emulator: the task endpoint", () => {
  let aws: TestEmulator;
  let endpoint: string;
  /** Differs from AWS's clock in an emulator that runs faster than the world. */
  let realClock: VirtualClock;

  beforeEach(async () => {
    realClock = new VirtualClock(Math.floor(Date.now() / 1000) * 1000);
    aws = await TestEmulator.start({ realClock });
    ({ endpoint } = await aws.emulator.listen({ serves: "tasks" }));
  });
  afterEach(() => aws.close());

  const get = async (path: string) => {
    const response = await fetch(`${endpoint}${path}`);
    const answer = (await response.json()) as Record<string, unknown>;
    return { status: response.status, answer };
  };

  /** A running task of two containers, of a service. */
  const runTask = async (taskRoleArn?: string): Promise<Task> => {
    await aws.register({
      taskRoleArn,
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: "arn:aws:iam::123456789012:role/execution",
      cpu: "256",
      memory: "512",
      containerDefinitions: [
        {
          name: "web",
          image: "registry.test/web:1",
          cpu: 64,
          memory: 128,
          portMappings: [{ containerPort: 80 }],
          dockerLabels: { team: "mages" },
          healthCheck: { command: ["CMD", "true"] },
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": "/web",
              "awslogs-region": "us-east-1",
              "awslogs-stream-prefix": "p",
            },
          },
        },
        { name: "side", image: "registry.test/side:1", essential: false },
      ],
    });
    const serviceName = taskRoleArn === undefined ? "plain" : "web";
    await aws.createService({
      serviceName,
      launchType: "FARGATE",
      propagateTags: "SERVICE",
      tags: [{ key: "team", value: "mages" }],
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
    });
    await aws.pass(120);
    const { store } = aws.emulator.ecs;
    const tasks = [...store.tasksOf(store.cluster("main")!).values()];
    return tasks.find(({ group }) => group === `service:${serviceName}`)!;
  };
  const metadata = (task: Task, rest = "") => get(`/v4/${containerId(task.id, "web")}${rest}`);
  const credentials = async (task: Task): Promise<TaskRoleCredentials> => {
    const { answer } = await get(`/v2/credentials/${task.spec.credentialsId!}`);
    return answer as unknown as TaskRoleCredentials;
  };

  it("shows a container its own metadata", async () => {
    const task = await runTask();
    const { status, answer } = await metadata(task);
    expect(status).to.equal(200);
    expect(answer).to.deep.include({
      Name: "web",
      Image: "registry.test/web:1",
      ImageID: task.containers[0]!.digest,
      Ports: [{ ContainerPort: 80, Protocol: "tcp" }],
      DesiredStatus: "RUNNING",
      KnownStatus: "RUNNING",
      Limits: { CPU: 64, Memory: 128 },
      StartedAt: new Date(task.containers[0]!.startedAt!).toISOString(),
      Type: "NORMAL",
      LogDriver: "awslogs",
      LogOptions: {
        "awslogs-group": "/web",
        "awslogs-region": "us-east-1",
        "awslogs-stream": `p/web/${task.id}`,
      },
      ContainerARN: task.containers[0]!.arn,
      Health: { status: "HEALTHY" },
    });
    expect(answer["Labels"]).to.include({
      team: "mages",
      "com.amazonaws.ecs.container-name": "web",
      "com.amazonaws.ecs.task-definition-version": "1",
    });
    expect(answer).not.to.have.property("ExitCode");
  });

  it("shows the task with all of its containers, and its tags under taskWithTags", async () => {
    const task = await runTask();
    const { answer } = await metadata(task, "/task");
    expect(answer).to.deep.include({
      Cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
      ServiceName: "plain",
      TaskARN: task.arn,
      Family: "web",
      Revision: "1",
      DesiredStatus: "RUNNING",
      KnownStatus: "RUNNING",
      Limits: { CPU: 0.25, Memory: 512 },
      LaunchType: "FARGATE",
    });
    expect(answer["Containers"]).to.have.length(2);
    expect(answer).not.to.have.property("TaskTags");
    const tagged = await metadata(task, "/taskWithTags");
    expect(tagged.answer["TaskTags"]).to.deep.equal({ team: "mages" });
    expect((await metadata(task, "/stats")).answer, "simulated").to.equal(null);
    expect(await get(`/v3/${containerId(task.id, "web")}/task`), "version 3").to.deep.equal({
      status: 200,
      answer,
    });
  });

  it("answers 404 for other paths and for tasks that have stopped", async () => {
    const task = await runTask("arn:aws:iam::123456789012:role/web");
    expect((await metadata(task, "/coffee")).status).to.equal(404);
    expect((await get(`/v4/${containerId(task.id, "nobody")}`)).status).to.equal(404);
    await aws.ecs.send(new StopTaskCommand({ cluster: "main", task: task.arn }));
    await aws.pass(120);
    expect((await metadata(task)).status).to.equal(404);
    expect(await get(`/v2/credentials/${task.spec.credentialsId!}`)).to.deep.equal({
      status: 400,
      answer: {
        code: "InvalidIdInRequest",
        message: "Credentials not found",
        HTTPErrorCode: 400,
      },
    });
  });

  it("gives credentials that are a session of the task's role, named like the task", async () => {
    const task = await runTask("arn:aws:iam::210987654321:role/apps/web");
    const given = await credentials(task);
    expect(given.RoleArn).to.equal("arn:aws:iam::210987654321:role/apps/web");
    const sts = new STSClient({
      endpoint: aws.endpoint,
      region: "us-east-1",
      credentials: {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.Token,
      },
    });
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    sts.destroy();
    expect(identity.Arn).to.equal(`arn:aws:sts::210987654321:assumed-role/web/${task.id}`);
    expect(identity.Account).to.equal("210987654321");
  });

  it("renews credentials before they end, by the time of the machine", async () => {
    const task = await runTask("web");
    const first = await credentials(task);
    expect(first.RoleArn).to.equal("arn:aws:iam::123456789012:role/web");
    expect(Date.parse(first.Expiration)).to.equal(realClock.now() + 6 * hour);
    await aws.pass(24 * 3600);
    await realClock.advance(4 * hour);
    expect(await credentials(task)).to.deep.equal(first);
    await realClock.advance(hour);
    const second = await credentials(task);
    expect(Date.parse(second.Expiration)).to.equal(realClock.now() + 6 * hour);
    expect(second.AccessKeyId).not.to.equal(first.AccessKeyId);
  });

  it("refuses credentials for an invalid role, and has none for a task without a role", async () => {
    const task = await runTask("arn:aws:iam::123456789012:user/web");
    const { status, answer } = await get(`/v2/credentials/${task.spec.credentialsId!}`);
    expect(status).to.equal(400);
    expect(answer).to.include({ code: "CredentialsUninitialized" });
    expect((await runTask()).spec).not.to.have.property("credentialsId");
  });
});
