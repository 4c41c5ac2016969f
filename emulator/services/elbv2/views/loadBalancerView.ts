import { minute } from "../../../core/time";
import type { LoadBalancer } from "../state/loadBalancer";
import type { Elb } from "../elb";
import type { LoadBalancer as Wire } from "../shapes";

/** From CreateLoadBalancer until it is active, in milliseconds of AWS's clock. */
const provisioning = minute;

export function loadBalancerView({ region, agenda }: Elb, balancer: LoadBalancer): Wire {
  const active = agenda.now() - balancer.createdAt >= provisioning;
  return {
    LoadBalancerArn: balancer.arn,
    DNSName: dnsName(balancer, region),
    CanonicalHostedZoneId: "Z35SXDOTRQ7X7K",
    CreatedTime: balancer.createdAt / 1000,
    LoadBalancerName: balancer.name,
    Scheme: balancer.scheme,
    VpcId: "vpc-0123456789abcdef0",
    State: { Code: active ? "active" : "provisioning" },
    Type: "application",
    AvailabilityZones: balancer.subnets.map((SubnetId, i) => ({
      ZoneName: `${region}${"abcdef"[i % 6] ?? "a"}`,
      SubnetId,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: balancer.securityGroups,
    IpAddressType: "ipv4",
  };
}

/** Where the proxy of its first listener is, port and all: no name of AWS leads to this machine. */
function dnsName({ name, id, listeners }: LoadBalancer, region: string): string {
  const [first] = listeners;
  return first?.address ?? `${name}-${id}.${region}.elb.localhost`;
}
