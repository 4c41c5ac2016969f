import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  paginateDescribeTargetGroups,
  RegisterTargetsCommand,
  type CreateTargetGroupCommandInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import { rejection } from "../../_helpers/rejection";
import { TestEmulator } from "../../_helpers/testEmulator";

describe("emulator: target groups", () => {
  let aws: TestEmulator;
  beforeEach(async () => {
    aws = await TestEmulator.start();
  });
  afterEach(() => aws.close());

  const create = async (input: Partial<CreateTargetGroupCommandInput> = {}) => {
    const { TargetGroups } = await aws.elb.send(
      new CreateTargetGroupCommand({
        ...{ Name: "web", Protocol: "HTTP", Port: 80, VpcId: "vpc-1", TargetType: "ip", ...input },
      }),
    );
    return TargetGroups![0]!;
  };
  const arnOf = async (input: Partial<CreateTargetGroupCommandInput> = {}) =>
    (await create(input)).TargetGroupArn!;
  const refused = async (attempt: Promise<unknown>) => {
    const { name, message } = await rejection(attempt);
    return `${name}: ${message}`;
  };

  it("have AWS's defaults", async () => {
    const { TargetGroupArn, ...group } = await create();
    expect(TargetGroupArn).to.match(
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup\/web\/[0-9a-f]{16}$/,
    );
    expect(group).to.deep.equal({
      TargetGroupName: "web",
      Protocol: "HTTP",
      Port: 80,
      VpcId: "vpc-1",
      HealthCheckProtocol: "HTTP",
      HealthCheckPort: "traffic-port",
      HealthCheckEnabled: true,
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      HealthCheckPath: "/",
      Matcher: { HttpCode: "200" },
      LoadBalancerArns: [],
      TargetType: "ip",
      ProtocolVersion: "HTTP1",
      IpAddressType: "ipv4",
    });
  });

  it("are created once: a second call with the same members answers the same, with others it is refused", async () => {
    const arn = await arnOf();
    expect(await arnOf()).to.equal(arn);
    expect(await refused(create({ Port: 81 }))).to.equal(
      "DuplicateTargetGroupNameException: A target group with the same name 'web' exists, but with different settings",
    );
  });

  it("are refused where AWS refuses them, with its texts", async () => {
    const cases: [Partial<CreateTargetGroupCommandInput>, RegExp][] = [
      [{ Name: "a_b" }, /name 'a_b' can only contain/],
      [{ Name: "-a" }, /cannot begin or end with a hyphen/],
      [{ Name: "a".repeat(33) }, /cannot be longer than '32' characters/],
      [{ Protocol: undefined }, /protocol must be specified/],
      [{ Port: undefined }, /port must be specified/],
      [{ Port: 70000 }, /port '70000' must be in the range 1-65535/],
      [{ VpcId: undefined }, /VPC ID must be specified/],
      [{ HealthCheckIntervalSeconds: 4 }, /interval '4' must be in the range 5-300/],
      [{ HealthCheckTimeoutSeconds: 30 }, /timeout '30' must be smaller than the interval '30'/],
      [{ HealthyThresholdCount: 11 }, /Healthy threshold count '11' must be in the range 2-10/],
      [{ UnhealthyThresholdCount: 1 }, /Unhealthy threshold count '1' must be in the range 2-10/],
      [{ HealthCheckPath: "health" }, /path 'health' must begin with '\/'/],
      [{ HealthCheckPort: "http" }, /port 'http' must be in the range 1-65535/],
      [{ Matcher: { HttpCode: "500" } }, /'500' must be within '200-499'/],
      [{ HealthCheckEnabled: false }, /Health check enabled must be true/],
      [{ TargetType: "lambda" }, /target group of type lambda is not modelled/],
      [{ Protocol: "TCP" }, /target group on TCP is not modelled/],
      [{ ProtocolVersion: "GRPC" }, /protocol version GRPC is not modelled/],
      [{ HealthCheckProtocol: "HTTPS" }, /health check over HTTPS is not modelled/],
    ];
    for (const [input, message] of cases) {
      const error = await rejection(create(input));
      expect(error.name).to.equal("ValidationError");
      expect(error.message).to.match(message);
    }
  });

  it("are described by ARN, name and load balancer, page by page", async () => {
    const { group, balancer } = await aws.balance();
    await create({ Name: "other" });
    const names = async (input: object) => {
      const { TargetGroups } = await aws.elb.send(new DescribeTargetGroupsCommand(input));
      return TargetGroups!.map((g) => g.TargetGroupName).join();
    };
    expect(await names({})).to.equal("web,other");
    expect(await names({ Names: ["other"] })).to.equal("other");
    expect(await names({ TargetGroupArns: [group] })).to.equal("web");
    expect(await names({ LoadBalancerArn: balancer })).to.equal("web");
    const pages: number[] = [];
    for await (const page of paginateDescribeTargetGroups({ client: aws.elb }, { PageSize: 1 })) {
      pages.push(page.TargetGroups!.length);
    }
    expect(pages).to.deep.equal([1, 1]);
    const none = "TargetGroupNotFoundException: One or more target groups not found";
    expect(await refused(names({ Names: ["web", "none"] }))).to.equal(none);
    expect(await refused(names({ TargetGroupArns: [`${group}0`] }))).to.equal(none);
  });

  it("change their health checks and attributes", async () => {
    const TargetGroupArn = await arnOf();
    const changed = await aws.elb.send(
      new ModifyTargetGroupCommand({ TargetGroupArn, HealthCheckPath: "/health" }),
    );
    expect(changed.TargetGroups![0]).to.include({
      HealthCheckPath: "/health",
      HealthCheckIntervalSeconds: 30,
    });
    const delay = async () => {
      const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn });
      const { Attributes } = await aws.elb.send(command);
      return Attributes!.find((a) => a.Key === "deregistration_delay.timeout_seconds")!.Value;
    };
    const modify = (Key: string, Value: string) =>
      aws.elb.send(
        new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [{ Key, Value }] }),
      );
    expect(await delay()).to.equal("300");
    await modify("deregistration_delay.timeout_seconds", "5");
    expect(await delay()).to.equal("5");
    expect(await refused(modify("deregistration_delay.timeout_seconds", "4000"))).to.match(
      /^ValidationError: .*between '0' and '3600' inclusive$/,
    );
    expect(await refused(modify("colour", "red"))).to.match(/'colour' is not recognized$/);
  });

  it("can be deleted once no listener forwards to them", async () => {
    const { group: TargetGroupArn } = await aws.balance();
    const remove = (arn: string) =>
      aws.elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: arn }));
    expect(await refused(remove(TargetGroupArn))).to.equal(
      `ResourceInUseException: Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
    );
    const other = await arnOf({ Name: "other" });
    await remove(other);
    await remove(other);
    const described = aws.elb.send(new DescribeTargetGroupsCommand({ Names: ["other"] }));
    expect(await refused(described)).to.match(/^TargetGroupNotFoundException/);
  });

  it("hold targets by address, unchecked while no listener forwards to the group", async () => {
    const TargetGroupArn = await arnOf();
    const register = (...Targets: { Id: string; Port?: number }[]) =>
      aws.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
    const health = async (Targets?: { Id: string; Port?: number }[]) => {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn, Targets });
      const { TargetHealthDescriptions: all } = await aws.elb.send(command);
      return all!.map(
        ({ Target: t, TargetHealth: h }) =>
          `${t!.Id!}:${t!.Port ?? ""} ${h!.State!} ${h!.Reason ?? ""}`,
      );
    };
    await register({ Id: "127.0.0.1" }, { Id: "127.0.0.1", Port: 81 }, { Id: "127.0.0.1" });
    expect(await health()).to.deep.equal([
      "127.0.0.1:80 unused Target.NotInUse",
      "127.0.0.1:81 unused Target.NotInUse",
    ]);
    expect(await health([{ Id: "127.0.0.1", Port: 82 }])).to.deep.equal([
      "127.0.0.1:82 unused Target.NotRegistered",
    ]);
    await aws.elb.send(
      new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: "127.0.0.1", Port: 81 }] }),
    );
    expect((await health())[1]).to.equal("127.0.0.1:81 draining Target.DeregistrationInProgress");
    await aws.pass(300);
    expect(await health()).to.have.length(1);
    expect(await refused(register({ Id: "i-1" }))).to.equal(
      "ValidationError: The IP address 'i-1' is not a valid IPv4 address",
    );
  });
});
