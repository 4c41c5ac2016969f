import type { TargetGroup } from "../state/targetGroup";
import type { ElbStore } from "../elbStore";
import type { TargetGroup as Wire, TargetGroupAttribute } from "../shapes";

export function targetGroupView(store: ElbStore, group: TargetGroup): Wire {
  const { healthCheck } = group;
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: "HTTP",
    HealthCheckPort: healthCheck.port,
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: healthCheck.interval,
    HealthCheckTimeoutSeconds: healthCheck.timeout,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    HealthCheckPath: healthCheck.path,
    Matcher: { HttpCode: healthCheck.matcher },
    LoadBalancerArns: store.balancersOf(group).map(({ arn }) => arn),
    TargetType: group.targetType,
    ProtocolVersion: group.protocolVersion,
    IpAddressType: "ipv4",
  };
}

export function attributesView({ attributes }: TargetGroup): TargetGroupAttribute[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
