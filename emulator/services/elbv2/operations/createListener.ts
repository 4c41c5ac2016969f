import { answerRequest } from "../balancing/answerRequest";
import type { Listener } from "../state/loadBalancer";
import { elbArn, elbId, type Elb } from "../elb";
import { certificateNotFound, duplicateListener, notModelled, validationError } from "../errors";
import { loadBalancerOf } from "../lookups";
import { defaultActionsOf } from "../rules/defaultActions";
import { localPort } from "../rules/localPort";
import type { CreateListenerInput, CreateListenerOutput } from "../shapes";
import { listenerView } from "../views/listenerView";

/** A listener, and the local proxy that is it: on plain HTTP, also where the listener is on HTTPS. */
export async function createListener(
  elb: Elb,
  input: CreateListenerInput,
): Promise<CreateListenerOutput> {
  const balancer = loadBalancerOf(elb, input.LoadBalancerArn);
  const { Protocol: protocol, Port: port, Certificates: certificates = [] } = input;
  if (protocol === undefined) throw validationError("A listener protocol must be specified");
  if (port === undefined) throw validationError("A listener port must be specified");
  if (protocol !== "HTTP" && protocol !== "HTTPS") {
    throw notModelled(`A listener on ${protocol}`);
  }
  if (protocol === "HTTPS" && certificates.length === 0) {
    throw certificateNotFound("A certificate must be specified for HTTPS listeners");
  }
  const defaultActions = defaultActionsOf(elb, balancer, input.DefaultActions);
  if ([...balancer.listeners].some((listener) => listener.port === port)) {
    throw duplicateListener(
      `A listener already exists on this port for this load balancer '${balancer.arn}'`,
    );
  }
  const listener: Listener = {
    arn: elbArn(elb, `listener/app/${balancer.name}/${balancer.id}/${elbId(elb)}`),
    loadBalancer: balancer,
    ...{ port, protocol, certificates, defaultActions },
    sslPolicy: protocol === "HTTPS" ? (input.SslPolicy ?? "ELBSecurityPolicy-2016-08") : undefined,
  };
  balancer.listeners.add(listener);
  await open(elb, listener, localPort(input.Tags));
  for (const { TargetGroupArn = "" } of defaultActions) {
    const group = elb.store.targetGroups.get(TargetGroupArn);
    if (group) elb.healthChecks.usageChanged(group);
  }
  return { Listeners: [listenerView(listener)] };
}

/** @throws ValidationError where another program has the port */
async function open({ proxies, store }: Elb, listener: Listener, port: number): Promise<void> {
  try {
    await proxies.open(listener, port, (request, response) => {
      const groupOf = (arn: string) => store.targetGroups.get(arn);
      answerRequest(listener, groupOf, request, response).catch(() => response.destroy());
    });
  } catch (error) {
    listener.loadBalancer.listeners.delete(listener);
    throw validationError(`No proxy can listen on 127.0.0.1:${port}: ${String(error)}`);
  }
}
