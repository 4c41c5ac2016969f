import type { Action, Certificate, ProtocolEnum } from "../shapes";

/** An Application Load Balancer. */
export interface LoadBalancer {
  arn: string;
  name: string;
  /** 16 hex digits, the last part of its ARN. */
  id: string;
  scheme: "internet-facing" | "internal";
  subnets: string[];
  securityGroups: string[];
  createdAt: number;
  /** The members of CreateLoadBalancer, to tell a repeated call from a different one. */
  fingerprint: string;
  listeners: Set<Listener>;
}

export interface Listener {
  arn: string;
  loadBalancer: LoadBalancer;
  /** As asked for: what really listens is at `address`. */
  port: number;
  protocol: Extract<ProtocolEnum, "HTTP" | "HTTPS">;
  certificates: Certificate[];
  sslPolicy?: string;
  defaultActions: Action[];
  /** `127.0.0.1:PORT` of its proxy, once that listens. */
  address?: string;
}
