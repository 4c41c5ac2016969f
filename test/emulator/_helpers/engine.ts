import { createEmulator, type Emulator } from "../../../emulator/emulator";
import type { Scenario } from "../../../emulator/faults/scenario";
import { createCluster } from "../../../emulator/services/ecs/operations/clusters/createCluster";
import { createService } from "../../../emulator/services/ecs/operations/services/createService";
import { registerTaskDefinition } from "../../../emulator/services/ecs/operations/taskDefinitions/registerTaskDefinition";
import type { CreateServiceRequest } from "../../../emulator/services/ecs/shapes";
import { deregistrationDelay } from "../../../emulator/services/elbv2/balancing/drain";
import { createLoadBalancer } from "../../../emulator/services/elbv2/operations/createLoadBalancer";
import { createTargetGroup } from "../../../emulator/services/elbv2/operations/createTargetGroup";
import type { TargetGroup } from "../../../emulator/services/elbv2/state/targetGroup";
import type { Service } from "../../../emulator/services/ecs/state/service";
import { seededRandom } from "../../../emulator/core/seededRandom";
import type { Clock } from "../../../support/clock";

/** An emulator without HTTP, whose time is moved by hand: for thousands of rollouts. */
export class Engine {
  readonly emulator: Emulator;
  private time = Date.parse("2026-01-01T00:00:00Z");

  constructor(seed: number, scenario?: Partial<Scenario>) {
    const clock: Clock = {
      now: () => this.time,
      monotonic: () => this.time,
      sleep: () => Promise.reject(new Error("Nothing sleeps here.")),
    };
    this.emulator = createEmulator({
      clock,
      random: seededRandom(seed),
      scenario: { tasks: [], api: [], ...scenario },
    });
    createCluster(this.ecs, { clusterName: "main" });
  }

  get ecs() {
    return this.emulator.ecs;
  }

  /** Runs what is due in the next `seconds`; `look` is called after each instant at which something happened. */
  pass(seconds: number, look: () => void = () => undefined): void {
    const end = this.time + seconds * 1000;
    const { agenda } = this.emulator.context;
    for (let at = agenda.next(); at !== undefined && at <= end; at = agenda.next()) {
      this.time = Math.max(this.time, at);
      agenda.runUntil(at);
      look();
    }
    this.time = end;
  }

  register(family: string): void {
    registerTaskDefinition(this.ecs, {
      family,
      containerDefinitions: [
        {
          name: "web",
          image: `${family}:1`,
          memory: 128,
          portMappings: [{ containerPort: 80 }],
          healthCheck: family.startsWith("checked")
            ? { command: ["CMD", "true"], interval: 10, retries: 2 }
            : undefined,
        },
      ],
    });
  }

  /** A target group that a listener without a proxy forwards to; times in seconds. */
  targetGroup({ interval, delay }: { interval: number; delay: number }): TargetGroup {
    const { elb } = this.emulator;
    createTargetGroup(elb, {
      ...{ Name: "web", Protocol: "HTTP", Port: 80, VpcId: "vpc-1", TargetType: "ip" },
      ...{ HealthCheckIntervalSeconds: interval, HealthCheckTimeoutSeconds: 4 },
    });
    createLoadBalancer(elb, { Name: "web", Subnets: ["subnet-1", "subnet-2"] });
    const [group] = elb.store.targetGroups.values();
    const [loadBalancer] = elb.store.loadBalancers.values();
    if (!group || !loadBalancer) throw new Error("The target group was not created.");
    group.attributes.set(deregistrationDelay, String(delay));
    loadBalancer.listeners.add({
      ...{ arn: "listener", loadBalancer, port: 80, protocol: "HTTP", certificates: [] },
      defaultActions: [{ Type: "forward", TargetGroupArn: group.arn }],
    });
    return group;
  }

  /** An alarm in OK. */
  putAlarm(name: string): void {
    const { alarms } = this.emulator;
    const ComparisonOperator = "GreaterThanThreshold";
    alarms.put({ AlarmName: name, Period: 60, EvaluationPeriods: 2, ComparisonOperator });
    alarms.setState(name, "OK", "");
  }

  createService(input: CreateServiceRequest): Service {
    createService(this.ecs, { cluster: "main", ...input });
    const service = this.service(input.serviceName);
    if (!service) throw new Error(`${input.serviceName} was not created.`);
    return service;
  }

  /** The record of a service of the cluster `main`. */
  service(name: string): Service | undefined {
    const { store } = this.ecs;
    const main = store.cluster("main");
    return main && store.service(main, name);
  }
}
