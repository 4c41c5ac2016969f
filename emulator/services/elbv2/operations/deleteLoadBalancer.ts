import type { Elb } from "../elb";
import type { DeleteLoadBalancerInput, DeleteLoadBalancerOutput } from "../shapes";
import { removeListener } from "./deleteListener";

/** With its listeners; one that is not there is deleted as well (ELBv2 API, DeleteLoadBalancer). */
export async function deleteLoadBalancer(
  elb: Elb,
  input: DeleteLoadBalancerInput,
): Promise<DeleteLoadBalancerOutput> {
  const balancer = elb.store.loadBalancers.get(input.LoadBalancerArn);
  for (const listener of balancer?.listeners ?? []) await removeListener(elb, listener);
  elb.store.loadBalancers.delete(input.LoadBalancerArn);
  return {};
}
