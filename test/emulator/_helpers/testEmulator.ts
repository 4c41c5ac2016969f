import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type CreateServiceCommandInput,
  type RegisterTaskDefinitionCommandInput,
  type Service,
  type ServiceDeployment,
} from "@aws-sdk/client-ecs";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  type CreateTargetGroupCommandInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { STSClient } from "@aws-sdk/client-sts";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../../emulator/emulator";
import { seededRandom } from "../../../emulator/core/seededRandom";
import { VirtualClock } from "../../_helpers/virtualClock";
import { control, testAccess, testKey } from "../../_helpers/testAccess";
import { responseCheck } from "./responseCheck";

/** ARNs of what `balance` made, and how a service names the group. */
export interface BalancedGroup {
  group: string;
  balancer: string;
  listener: string;
  loadBalancers: NonNullable<CreateServiceCommandInput["loadBalancers"]>;
}

/** An emulator on a virtual clock, the SDK's clients for it, and what most tests need to set up. */
export class TestEmulator {
  private constructor(
    readonly clock: VirtualClock,
    readonly emulator: Emulator,
    readonly endpoint: string,
    readonly ecs: ECSClient,
    readonly sts: STSClient,
    readonly elb: ElasticLoadBalancingV2Client,
  ) {}

  static async start(options: EmulatorOptions = {}): Promise<TestEmulator> {
    const clock = new VirtualClock();
    const emulator = createEmulator({
      clock,
      random: seededRandom(1),
      ...testAccess,
      ...options,
      interceptors: [...(options.interceptors ?? []), responseCheck],
    });
    const { endpoint } = await emulator.listen();
    const client = {
      endpoint,
      region: "us-east-1",
      credentials: testKey,
      maxAttempts: 1,
    };
    const test = new TestEmulator(
      clock,
      emulator,
      endpoint,
      new ECSClient(client),
      new STSClient(client),
      new ElasticLoadBalancingV2Client(client),
    );
    await test.ecs.send(new CreateClusterCommand({ clusterName: "main" }));
    return test;
  }

  async close(): Promise<void> {
    this.ecs.destroy();
    this.sts.destroy();
    this.elb.destroy();
    await this.emulator.close();
  }

  /** A request to the control endpoint. */
  control(method: string, name: string, body?: unknown) {
    return control(this.endpoint, method, name, body);
  }

  /** Lets `seconds` of emulated time pass. */
  async pass(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1000);
  }

  /** A new revision of family `web`, of one container by that name. */
  async register(input: Partial<RegisterTaskDefinitionCommandInput> = {}): Promise<string> {
    const { taskDefinition } = await this.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "web",
        containerDefinitions: [
          {
            name: "web",
            image: "registry.test/web:1",
            memory: 128,
            portMappings: [{ containerPort: 80 }],
          },
        ],
        ...input,
      }),
    );
    return taskDefinition!.taskDefinitionArn!;
  }

  /** A service `web` of one task of the newest revision of `web`, which it registers where it is missing. */
  async createService(input: Partial<CreateServiceCommandInput> = {}): Promise<Service> {
    if (!this.emulator.ecs.store.families.has("web")) await this.register();
    const { service } = await this.ecs.send(
      new CreateServiceCommand({
        cluster: "main",
        serviceName: "web",
        taskDefinition: "web",
        desiredCount: 1,
        ...input,
      }),
    );
    return service!;
  }

  /** As `createService`, and the time that its first deployment takes. */
  async steadyService(input: Partial<CreateServiceCommandInput> = {}): Promise<Service> {
    await this.createService(input);
    await this.pass(600 + (input.deploymentConfiguration?.bakeTimeInMinutes ?? 0) * 60);
    const service = await this.describe(input.serviceName);
    if (service.deployments?.[0]?.rolloutState !== "COMPLETED") {
      throw new Error(`${input.serviceName ?? "web"} did not become steady.`);
    }
    return service;
  }

  /**
   * A target group, and a load balancer of the same name that forwards to it.
   * @param delay how long targets drain, in seconds
   */
  async balance(
    { Name = "web", ...input }: Partial<CreateTargetGroupCommandInput> = {},
    delay = 30,
  ): Promise<BalancedGroup> {
    const created = await this.elb.send(
      new CreateTargetGroupCommand({
        ...{ Name, Protocol: "HTTP", Port: 80, VpcId: "vpc-1", TargetType: "ip", ...input },
      }),
    );
    const group = created.TargetGroups![0]!.TargetGroupArn!;
    await this.elb.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: group,
        Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: String(delay) }],
      }),
    );
    const { LoadBalancers } = await this.elb.send(
      new CreateLoadBalancerCommand({ Name, Subnets: ["subnet-1", "subnet-2"] }),
    );
    const balancer = LoadBalancers![0]!.LoadBalancerArn!;
    const { Listeners } = await this.elb.send(
      new CreateListenerCommand({
        ...{ LoadBalancerArn: balancer, Protocol: "HTTP", Port: 80 },
        DefaultActions: [{ Type: "forward", TargetGroupArn: group }],
      }),
    );
    return {
      group,
      balancer,
      listener: Listeners![0]!.ListenerArn!,
      loadBalancers: [{ targetGroupArn: group, containerName: "web", containerPort: 80 }],
    };
  }

  async describe(name = "web"): Promise<Service> {
    const { services } = await this.ecs.send(
      new DescribeServicesCommand({ cluster: "main", services: [name] }),
    );
    return services![0]!;
  }

  /** The service deployment that was made last, described. */
  async newestServiceDeployment(service = "web"): Promise<ServiceDeployment> {
    const { serviceDeployments } = await this.ecs.send(
      new ListServiceDeploymentsCommand({ cluster: "main", service }),
    );
    return this.serviceDeployment(serviceDeployments![0]!.serviceDeploymentArn!);
  }

  async serviceDeployment(arn: string): Promise<ServiceDeployment> {
    const { serviceDeployments } = await this.ecs.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
    );
    return serviceDeployments![0]!;
  }

  /** An alarm that looks back `period` seconds, in OK. */
  putAlarm(name: string, period = 60): void {
    const { alarms } = this.emulator;
    alarms.put({
      AlarmName: name,
      Namespace: "test",
      MetricName: "errors",
      Period: period,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
    });
    alarms.setState(name, "OK", "test");
  }

  /** UpdateService to a task definition. */
  async deploy(taskDefinition: string, name = "web"): Promise<Service> {
    const { service } = await this.ecs.send(
      new UpdateServiceCommand({ cluster: "main", service: name, taskDefinition }),
    );
    return service!;
  }

  /** Lets time pass, a second at a time, until `done` or `seconds` are over; says how many passed. */
  async passUntil(done: (service: Service) => boolean, seconds: number): Promise<number> {
    for (let passed = 0; passed <= seconds; passed++) {
      if (done(await this.describe())) return passed;
      await this.pass(1);
    }
    throw new Error(`Not so after ${seconds} s.`);
  }
}
