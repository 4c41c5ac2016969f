import { page } from "../../../wire/page";
import type { Elb } from "../elb";
import { targetGroupNotFound } from "../errors";
import { loadBalancerOf, targetGroupOf } from "../lookups";
import type { DescribeTargetGroupsInput, DescribeTargetGroupsOutput } from "../shapes";
import { targetGroupView } from "../views/targetGroupView";

export function describeTargetGroups(
  elb: Elb,
  input: DescribeTargetGroupsInput,
): DescribeTargetGroupsOutput {
  const { items, nextToken } = page(found(elb, input), input.PageSize ?? 400, input.Marker);
  return {
    TargetGroups: items.map((group) => targetGroupView(elb.store, group)),
    NextMarker: nextToken,
  };
}

function found(elb: Elb, { LoadBalancerArn, TargetGroupArns, Names }: DescribeTargetGroupsInput) {
  const all = [...elb.store.targetGroups.values()];
  if (TargetGroupArns) return TargetGroupArns.map((arn) => targetGroupOf(elb, arn));
  if (LoadBalancerArn !== undefined) {
    const balancer = loadBalancerOf(elb, LoadBalancerArn);
    return all.filter((group) => elb.store.balancersOf(group).includes(balancer));
  }
  if (!Names) return all;
  const named = all.filter((group) => Names.includes(group.name));
  if (named.length < new Set(Names).size) throw targetGroupNotFound();
  return named;
}
