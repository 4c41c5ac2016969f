import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type RegisterTaskDefinitionCommandInput,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { rejection } from "../../../_helpers/rejection";
import { TestEmulator } from "../../../_helpers/testEmulator";

const web = { name: "web", image: "web:1", memory: 128 };
const fargate: Partial<RegisterTaskDefinitionCommandInput> = {
  requiresCompatibilities: ["FARGATE"],
  networkMode: "awsvpc",
  cpu: "256",
  memory: "512",
};
const awslogs = {
  logDriver: "awslogs" as const,
  options: { "awslogs-group": "g", "awslogs-region": "us-east-1" },
};

/** A task definition, and the message with which ECS refuses it. */
const refused: [string, Partial<RegisterTaskDefinitionCommandInput>, string][] = [
  ["no containers", { containerDefinitions: [] }, "Container list cannot be empty."],
  [
    "a container without a name",
    { containerDefinitions: [{ image: "web:1", memory: 128 }] },
    "Container.name should not be null or empty.",
  ],
  [
    "a container without an image",
    { containerDefinitions: [{ name: "web", memory: 128 }] },
    "Container.image should not be null or empty.",
  ],
  [
    "no memory on EC2",
    { containerDefinitions: [{ name: "web", image: "web:1" }] },
    "Invalid setting for container 'web'. At least one of 'memory' or 'memoryReservation' must be specified.",
  ],
  [
    "nothing essential",
    { containerDefinitions: [{ ...web, essential: false }] },
    "Task definition doesn't have any essential container.",
  ],
  ["cpu that is none", { ...fargate, cpu: "lots" }, "Invalid 'cpu' setting for task."],
  [
    "Fargate without cpu",
    { ...fargate, cpu: undefined },
    "Fargate requires that 'cpu' be defined at the task level.",
  ],
  [
    "Fargate without memory",
    { ...fargate, memory: undefined },
    "Fargate requires that 'memory' be defined at the task level.",
  ],
  [
    "Fargate in another network",
    { ...fargate, networkMode: "bridge" },
    "Fargate only supports network mode ‘awsvpc’.",
  ],
  [
    "sizes that Fargate hasn't",
    { ...fargate, cpu: "4096", memory: "4096" },
    "No Fargate configuration exists for given values: 4096 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.",
  ],
  [
    "an ECR image without execution role",
    {
      ...fargate,
      containerDefinitions: [
        { ...web, image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1" },
      ],
    },
    "Fargate requires task definition to have execution role ARN to support ECR images.",
  ],
  [
    "awslogs without execution role",
    { ...fargate, containerDefinitions: [{ ...web, logConfiguration: awslogs }] },
    "Fargate requires task definition to have execution role ARN to support log driver awslogs.",
  ],
  [
    "awslogs without its options",
    { containerDefinitions: [{ ...web, logConfiguration: { logDriver: "awslogs" } }] },
    "Log driver awslogs requires options: awslogs-region, awslogs-group",
  ],
  [
    "another host port in awsvpc",
    {
      ...fargate,
      containerDefinitions: [{ ...web, portMappings: [{ containerPort: 80, hostPort: 8080 }] }],
    },
    "When networkMode=awsvpc, the host ports and container ports in port mappings must match.",
  ],
  [
    "a stop timeout that Fargate hasn't",
    { ...fargate, containerDefinitions: [{ ...web, stopTimeout: 121 }] },
    "Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.",
  ],
  [
    "a dependency that isn't there",
    {
      containerDefinitions: [{ ...web, dependsOn: [{ containerName: "db", condition: "START" }] }],
    },
    "Cannot depend on container + 'db' because it does not exist",
  ],
  [
    "waiting for the end of an essential container",
    {
      containerDefinitions: [
        { ...web, dependsOn: [{ containerName: "db", condition: "SUCCESS" }] },
        { ...web, name: "db" },
      ],
    },
    "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container",
  ],
  [
    "waiting for health that nobody checks",
    {
      containerDefinitions: [
        { ...web, dependsOn: [{ containerName: "db", condition: "HEALTHY" }] },
        { ...web, name: "db" },
      ],
    },
    "A dependency container with HEALTHY condition must have health check configured",
  ],
  ["no tags, as a list", { tags: [] }, "Tags can not be empty."],
  [
    "a tag of AWS's own",
    { tags: [{ key: "aws:x", value: "1" }] },
    "The tag key aws:x is reserved: keys cannot begin with aws:.",
  ],
];

describe("emulator: task definitions", () => {
  let aws: TestEmulator;
  before(async () => {
    aws = await TestEmulator.start();
  });
  after(() => aws.close());

  const register = async (input: Partial<RegisterTaskDefinitionCommandInput>) =>
    aws.ecs.send(
      new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions: [web], ...input }),
    );

  for (const [what, input, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect((await rejection(register(input))).message).to.equal(message);
    });
  }

  it("refuses a task definition over 64 KiB, naming its size", async () => {
    const value = "x".repeat(70_000);
    const large = await rejection(
      register({ containerDefinitions: [{ ...web, environment: [{ name: "A", value }] }] }),
    );
    expect(large.message).to.match(
      /^Actual length: '70\d{3}'\. Max allowed length is '65536' bytes\.$/,
    );
  });

  it("gives each registration a new revision number, also for equal content and after a delete", async () => {
    const family = "counted";
    const first = await register({ family });
    const second = await register({ family });
    expect(first.taskDefinition!.revision).to.equal(1);
    expect(second.taskDefinition!.revision).to.equal(2);
    await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "counted:2" }));
    await aws.ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: ["counted:2"] }));
    expect((await register({ family })).taskDefinition!.revision).to.equal(3);
  });

  it("shows ECS's defaults, sizes as digits, and the members that RegisterTaskDefinition refuses", async () => {
    const { taskDefinition } = await register({
      ...fargate,
      family: "filled",
      cpu: "1 vCPU",
      memory: "3 GB",
      containerDefinitions: [{ ...web, portMappings: [{ containerPort: 80 }] }],
    });
    expect(taskDefinition).to.include({ cpu: "1024", memory: "3072", status: "ACTIVE" });
    expect(taskDefinition!.compatibilities).to.deep.equal(["EC2", "FARGATE"]);
    expect(taskDefinition!.requiresAttributes).to.deep.include({ name: "ecs.capability.task-eni" });
    expect(taskDefinition).to.include.keys("registeredAt", "registeredBy", "taskDefinitionArn");
    expect(taskDefinition!.containerDefinitions![0]).to.deep.include({
      cpu: 0,
      essential: true,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: "tcp" }],
    });
  });

  it("keeps tags beside the definition, and shows them only when asked", async () => {
    const tags = [{ key: "team", value: "web" }];
    await register({ family: "tagged", tags });
    const describe = (include?: ["TAGS"]) =>
      aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: "tagged", include }));
    expect(await describe()).not.to.have.property("tags");
    expect((await describe(["TAGS"])).tags).to.deep.equal(tags);
    expect((await register({ family: "tagged" })).tags).to.equal(undefined);
    expect((await describe(["TAGS"])).tags).to.deep.equal([]);
  });

  it("finds a revision by family (the newest ACTIVE one), by family:revision and by ARN", async () => {
    const family = "found";
    const first = await register({ family });
    await register({ family });
    await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "found:2" }));
    for (const reference of ["found", "found:1", first.taskDefinition!.taskDefinitionArn!]) {
      const { taskDefinition } = await aws.ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: reference }),
      );
      expect(taskDefinition!.revision, reference).to.equal(1);
    }
    const inactive = await aws.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: "found:2" }),
    );
    expect(inactive.taskDefinition!.status).to.equal("INACTIVE");
    const unknown = aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: "none" }));
    expect((await rejection(unknown)).message).to.equal("Unable to describe task definition.");
  });

  it("starts no new task from an INACTIVE revision, but lets a service on it scale", async () => {
    await aws.register({ family: "old" });
    await aws.steadyService({ serviceName: "old", taskDefinition: "old" });
    await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "old:1" }));
    const run = aws.ecs.send(new RunTaskCommand({ cluster: "main", taskDefinition: "old:1" }));
    expect((await rejection(run)).message).to.equal("TaskDefinition is inactive");
    expect(
      (await rejection(aws.createService({ serviceName: "new", taskDefinition: "old:1" }))).message,
    ).to.equal("TaskDefinition is inactive");
    const unchanged = await aws.deploy("old:1", "old");
    expect(unchanged.deployments).to.have.length(1);
  });

  it("deregisters only a named revision, and deletes only a deregistered one", async () => {
    await aws.register({ family: "kept" });
    const deregister = (taskDefinition: string) =>
      aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
    expect((await rejection(deregister("kept"))).message).to.equal("Revision is missing.");
    expect((await rejection(deregister("kept:x"))).message).to.equal(
      "Invalid revision number. Number: x",
    );
    const { failures } = await aws.ecs.send(
      new DeleteTaskDefinitionsCommand({ taskDefinitions: ["kept:1"] }),
    );
    expect(failures![0]!.reason).to.equal(
      "The specified task definition is still in ACTIVE status. Please deregister the target and try again.",
    );
  });

  it("lists task definitions by family and revision number, page by page", async () => {
    for (let i = 0; i < 12; i++) await register({ family: "many" });
    const list = (input: object) =>
      aws.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: "many", ...input }));
    const numbers = (arns: string[]) => arns.map((arn) => Number(arn.split(":").at(-1)));
    const first = await list({ maxResults: 10 });
    expect(numbers(first.taskDefinitionArns!)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const rest = await list({ maxResults: 10, nextToken: first.nextToken });
    expect(numbers(rest.taskDefinitionArns!)).to.deep.equal([11, 12]);
    expect(rest).not.to.have.property("nextToken");
    const newest = await list({ sort: "DESC", maxResults: 1 });
    expect(numbers(newest.taskDefinitionArns!)).to.deep.equal([12]);
    const { families } = await aws.ecs.send(
      new ListTaskDefinitionFamiliesCommand({ familyPrefix: "man" }),
    );
    expect(families).to.deep.equal(["many"]);
  });
});
