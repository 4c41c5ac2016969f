import { page } from "../../../wire/page";
import type { Elb } from "../elb";
import { validationError } from "../errors";
import { listenerOf, loadBalancerOf } from "../lookups";
import type { DescribeListenersInput, DescribeListenersOutput } from "../shapes";
import { listenerView } from "../views/listenerView";

export function describeListeners(
  elb: Elb,
  input: DescribeListenersInput,
): DescribeListenersOutput {
  const { items, nextToken } = page(found(elb, input), input.PageSize ?? 400, input.Marker);
  return { Listeners: items.map(listenerView), NextMarker: nextToken };
}

function found(elb: Elb, { LoadBalancerArn, ListenerArns }: DescribeListenersInput) {
  if (ListenerArns) return ListenerArns.map((arn) => listenerOf(elb, arn));
  if (LoadBalancerArn !== undefined) return [...loadBalancerOf(elb, LoadBalancerArn).listeners];
  throw validationError("You must specify either listener ARNs or a load balancer ARN");
}
