import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
  type Action,
  type CreateListenerCommandInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import { rejection } from "../../_helpers/rejection";
import { TestEmulator } from "../../_helpers/testEmulator";

describe("emulator: load balancers and listeners", () => {
  let aws: TestEmulator;
  beforeEach(async () => {
    aws = await TestEmulator.start();
  });
  afterEach(() => aws.close());

  const subnets = ["subnet-1", "subnet-2"];
  const create = async (Name: string, Subnets = subnets) => {
    const command = new CreateLoadBalancerCommand({ Name, Subnets });
    return (await aws.elb.send(command)).LoadBalancers![0]!;
  };
  const listen = async (input: Partial<CreateListenerCommandInput>) => {
    const { Listeners } = await aws.elb.send(
      new CreateListenerCommand({
        ...{ LoadBalancerArn: undefined, Protocol: "HTTP", Port: 80, DefaultActions: [], ...input },
      }),
    );
    return Listeners![0]!;
  };
  const refused = async (attempt: Promise<unknown>) => {
    const { name, message } = await rejection(attempt);
    return `${name}: ${message}`;
  };
  const forward = (TargetGroupArn: string): Action[] => [{ Type: "forward", TargetGroupArn }];

  it("are provisioned for a minute, then active", async () => {
    const created = await create("web");
    expect(created.LoadBalancerArn).to.match(
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
    );
    expect(created).to.deep.include({
      LoadBalancerName: "web",
      Scheme: "internet-facing",
      Type: "application",
      State: { Code: "provisioning" },
    });
    expect(created.CreatedTime!.getTime()).to.equal(aws.clock.now());
    await aws.pass(60);
    const described = await aws.elb.send(new DescribeLoadBalancersCommand({ Names: ["web"] }));
    expect(described.LoadBalancers![0]!.State).to.deep.equal({ Code: "active" });
  });

  it("are created once, deleted with their listeners, and then not found", async () => {
    const { balancer, listener } = await aws.balance();
    expect((await create("web")).LoadBalancerArn).to.equal(balancer);
    expect(await refused(create("web", ["subnet-1", "subnet-3"]))).to.equal(
      "DuplicateLoadBalancerNameException: A load balancer with the same name 'web' exists, but with different settings",
    );
    const described = await aws.elb.send(
      new DescribeListenersCommand({ LoadBalancerArn: balancer }),
    );
    expect(described.Listeners!.map((l) => l.ListenerArn)).to.deep.equal([listener]);
    const remove = new DeleteLoadBalancerCommand({ LoadBalancerArn: balancer });
    await aws.elb.send(remove);
    await aws.elb.send(remove);
    const again = aws.elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [balancer] }));
    expect(await refused(again)).to.equal(
      "LoadBalancerNotFoundException: One or more load balancers not found",
    );
    const left = aws.elb.send(new DescribeListenersCommand({ ListenerArns: [listener] }));
    expect(await refused(left)).to.equal(
      "ListenerNotFoundException: One or more listeners not found",
    );
  });

  it("are refused where AWS refuses them, and by name where the emulator does not model them", async () => {
    expect(await refused(create("internal-web"))).to.match(/cannot begin with 'internal-'/);
    expect(await refused(create("web", ["subnet-1"]))).to.match(/At least two subnets/);
    const network = new CreateLoadBalancerCommand({ Name: "n", Subnets: subnets, Type: "network" });
    expect(await refused(aws.elb.send(network))).to.match(/of type network is not modelled/);
    const { group, balancer: LoadBalancerArn } = await aws.balance();
    const own = { LoadBalancerArn, Port: 81 };
    const cases: [Partial<CreateListenerCommandInput>, RegExp][] = [
      [{ LoadBalancerArn: `${LoadBalancerArn}0` }, /^LoadBalancerNotFoundException/],
      [{ ...own, Protocol: undefined }, /protocol must be specified/],
      [{ ...own, Port: undefined }, /port must be specified/],
      [{ ...own, Protocol: "TCP" }, /listener on TCP is not modelled/],
      [{ ...own, Protocol: "HTTPS" }, /^CertificateNotFoundException/],
      [{ ...own, DefaultActions: [] }, /default action must be specified/],
      [{ ...own, DefaultActions: forward(`${group}0`) }, /^TargetGroupNotFoundException/],
      [{ ...own, DefaultActions: [{ Type: "redirect" }] }, /type redirect is not modelled/],
      [{ ...own, Port: 80, DefaultActions: forward(group) }, /^DuplicateListenerException: .*port/],
    ];
    for (const [input, message] of cases) expect(await refused(listen(input))).to.match(message);
    const other = await create("other");
    const shared = listen({
      LoadBalancerArn: other.LoadBalancerArn,
      DefaultActions: forward(group),
    });
    expect(await refused(shared)).to.equal(
      `TargetGroupAssociationLimitException: The following target groups cannot be associated with more than one load balancer: ${group}`,
    );
  });

  it("begin the checks of a group's targets with a listener, and end them with it", async () => {
    const { group: TargetGroupArn, listener: ListenerArn, balancer } = await aws.balance();
    const Targets = [{ Id: "127.0.0.1", Port: 9 }];
    await aws.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
    const reason = async () => {
      const { TargetHealthDescriptions: all } = await aws.elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      return all![0]!.TargetHealth!.Reason;
    };
    expect(await reason()).to.equal("Elb.RegistrationInProgress");
    await aws.elb.send(new DeleteListenerCommand({ ListenerArn }));
    expect(await reason()).to.equal("Target.NotInUse");
    const made = await listen({
      ...{ LoadBalancerArn: balancer, Protocol: "HTTPS", Port: 443 },
      Certificates: [{ CertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1" }],
      DefaultActions: [{ Type: "forward", ForwardConfig: { TargetGroups: [{ TargetGroupArn }] } }],
    });
    expect(made).to.include({ Protocol: "HTTPS", SslPolicy: "ELBSecurityPolicy-2016-08" });
    expect(made.DefaultActions![0]).to.include({ Type: "forward", TargetGroupArn });
    expect(await reason()).to.equal("Elb.RegistrationInProgress");
  });

  it("refuse a service on a target group to which no listener forwards", async () => {
    const { group, listener: ListenerArn, loadBalancers } = await aws.balance();
    await aws.elb.send(new DeleteListenerCommand({ ListenerArn }));
    const attempt = aws.createService({ loadBalancers });
    expect(await refused(attempt)).to.equal(
      `InvalidParameterException: The target group with targetGroupArn ${group} does not have an associated load balancer.`,
    );
  });

  it("listen on the local port that a tag asks for, and show it in DNSName", async () => {
    const { group, balancer, listener: ListenerArn } = await aws.balance();
    const address = async () => {
      const command = new DescribeLoadBalancersCommand({ LoadBalancerArns: [balancer] });
      return (await aws.elb.send(command)).LoadBalancers![0]!.DNSName!;
    };
    const first = await address();
    expect(first).to.match(/^127\.0\.0\.1:\d+$/);
    await aws.elb.send(new DeleteListenerCommand({ ListenerArn }));
    expect(await address()).to.match(/^web-[0-9a-f]{16}\.us-east-1\.elb\.localhost$/);
    const [, Value] = first.split(":");
    const again = { LoadBalancerArn: balancer, DefaultActions: forward(group) };
    await listen({ ...again, Tags: [{ Key: "slipway:local-port", Value }] });
    expect(await address()).to.equal(first);
    const taken = listen({ ...again, Port: 81, Tags: [{ Key: "slipway:local-port", Value }] });
    expect(await refused(taken)).to.match(/^ValidationError: No proxy can listen on 127.0.0.1:/);
    const none = listen({ ...again, Port: 82, Tags: [{ Key: "slipway:local-port", Value: "x" }] });
    expect(await refused(none)).to.match(/is 'x': give a port between 0 and 65535/);
  });
});
