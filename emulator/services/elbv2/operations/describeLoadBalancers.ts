import { page } from "../../../wire/page";
import type { Elb } from "../elb";
import { loadBalancerNotFound } from "../errors";
import { loadBalancerOf } from "../lookups";
import type { DescribeLoadBalancersInput, DescribeLoadBalancersOutput } from "../shapes";
import { loadBalancerView } from "../views/loadBalancerView";

export function describeLoadBalancers(
  elb: Elb,
  input: DescribeLoadBalancersInput,
): DescribeLoadBalancersOutput {
  const { items, nextToken } = page(found(elb, input), input.PageSize ?? 400, input.Marker);
  return {
    LoadBalancers: items.map((balancer) => loadBalancerView(elb, balancer)),
    NextMarker: nextToken,
  };
}

function found(elb: Elb, { LoadBalancerArns, Names }: DescribeLoadBalancersInput) {
  if (LoadBalancerArns) return LoadBalancerArns.map((arn) => loadBalancerOf(elb, arn));
  const all = [...elb.store.loadBalancers.values()];
  if (!Names) return all;
  const named = all.filter((balancer) => Names.includes(balancer.name));
  if (named.length < new Set(Names).size) throw loadBalancerNotFound();
  return named;
}
