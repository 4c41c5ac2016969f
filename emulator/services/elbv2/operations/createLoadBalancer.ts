import type { LoadBalancer } from "../state/loadBalancer";
import { elbArn, elbId, type Elb } from "../elb";
import { duplicateLoadBalancerName, notModelled, validationError } from "../errors";
import { checkName } from "../rules/names";
import type { CreateLoadBalancerInput, CreateLoadBalancerOutput } from "../shapes";
import { loadBalancerView } from "../views/loadBalancerView";

/** An Application Load Balancer; called again with the same members it answers with the one that is there. */
export function createLoadBalancer(
  elb: Elb,
  input: CreateLoadBalancerInput,
): CreateLoadBalancerOutput {
  const { Name: name, Type: type = "application" } = input;
  checkName("Load balancer", name);
  if (type !== "application") throw notModelled(`A load balancer of type ${type}`);
  const subnets = input.Subnets ?? input.SubnetMappings?.map(({ SubnetId = "" }) => SubnetId) ?? [];
  if (subnets.length < 2) {
    throw validationError(
      "At least two subnets in two different Availability Zones must be specified",
    );
  }
  const fingerprint = JSON.stringify(input);
  const existing = [...elb.store.loadBalancers.values()].find((balancer) => balancer.name === name);
  if (existing && existing.fingerprint !== fingerprint) {
    throw duplicateLoadBalancerName(
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  }
  const id = elbId(elb);
  const balancer: LoadBalancer = existing ?? {
    arn: elbArn(elb, `loadbalancer/app/${name}/${id}`),
    ...{ name, id, subnets, fingerprint },
    scheme: input.Scheme ?? "internet-facing",
    securityGroups: input.SecurityGroups ?? [],
    createdAt: elb.agenda.now(),
    listeners: new Set(),
  };
  elb.store.loadBalancers.set(balancer.arn, balancer);
  return { LoadBalancers: [loadBalancerView(elb, balancer)] };
}
