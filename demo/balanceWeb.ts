import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeLoadBalancersCommand,
  ModifyTargetGroupAttributesCommand,
  waitUntilTargetInService,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { DemoApi } from "./awsDemoApi";
import { unlessThere } from "./ensure";

export interface WebBalancer {
  readonly targetGroupArn: string;
  /** Where the load balancer answers. */
  readonly url: string;
}

/** How long a target that leaves still finishes its requests, in seconds of AWS's clock. */
const drainSeconds = 10;

/** Creates the load balancer that mage-web is behind, and its target group, named like the cluster. */
export async function balanceWeb({ balancing }: DemoApi, cluster: string): Promise<WebBalancer> {
  const group = await balancing.send(
    new CreateTargetGroupCommand({
      ...{ Name: cluster, Protocol: "HTTP", Port: 8000, TargetType: "ip" },
      ...{ VpcId: "vpc-0a1b2c3d4e5f60001", HealthCheckPath: "/health/" },
      ...{ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 4 },
    }),
  );
  const targetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? "";
  await balancing.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: targetGroupArn,
      Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: String(drainSeconds) }],
    }),
  );
  const created = await balancing.send(
    new CreateLoadBalancerCommand({
      Name: cluster,
      Subnets: ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"],
      SecurityGroups: ["sg-0a1b2c3d4e5f60005"],
    }),
  );
  const LoadBalancerArn = created.LoadBalancers?.[0]?.LoadBalancerArn ?? "";
  await unlessThere("DuplicateListenerException", () =>
    balancing.send(
      new CreateListenerCommand({
        ...{ LoadBalancerArn, Protocol: "HTTP", Port: 80 },
        DefaultActions: [{ Type: "forward", TargetGroupArn: targetGroupArn }],
      }),
    ),
  );
  const { LoadBalancers } = await balancing.send(
    new DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn] }),
  );
  return { targetGroupArn, url: `http://${LoadBalancers?.[0]?.DNSName ?? ""}/` };
}

/**
 * Waits until every target of the group is healthy: ECS calls a first deployment stable before.
 * @param seconds at most so long
 */
export async function waitInService(
  { balancing: client }: DemoApi,
  { targetGroupArn: TargetGroupArn }: WebBalancer,
  maxWaitTime: number,
  abortSignal?: AbortSignal,
): Promise<void> {
  const pace = { maxWaitTime, minDelay: 1, maxDelay: 2 };
  await waitUntilTargetInService(
    { client, ...pace, ...(abortSignal && { abortSignal }) },
    { TargetGroupArn },
  );
}
