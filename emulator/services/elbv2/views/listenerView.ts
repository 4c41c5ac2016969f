import type { Listener } from "../state/loadBalancer";
import type { Listener as Wire } from "../shapes";

export function listenerView(listener: Listener): Wire {
  const { certificates, sslPolicy } = listener;
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancer.arn,
    Port: listener.port,
    Protocol: listener.protocol,
    Certificates: certificates.length > 0 ? certificates : undefined,
    SslPolicy: sslPolicy,
    DefaultActions: listener.defaultActions,
  };
}
