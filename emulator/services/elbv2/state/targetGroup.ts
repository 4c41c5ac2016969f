import type { Backend } from "../balancing/backend";
import type { Appointment } from "../../../core/agenda";
import type { TargetHealthReasonEnum, TargetHealthStateEnum } from "../shapes";
import type { HealthCheckSettings } from "./healthCheck";

/** A target group of an Application Load Balancer. */
export interface TargetGroup {
  arn: string;
  name: string;
  protocol: "HTTP";
  protocolVersion: "HTTP1";
  port: number;
  vpcId: string;
  targetType: "instance" | "ip";
  healthCheck: HealthCheckSettings;
  /** By key, as Describe- and ModifyTargetGroupAttributes know them. */
  attributes: Map<string, string>;
  /** The members of CreateTargetGroup, to tell a repeated call from a different one. */
  fingerprint: string;
  targets: Set<RegisteredTarget>;
  /** Which target the next request goes to: counts on. */
  turn: number;
}

/** Something that a target group sends requests to. */
export interface RegisteredTarget {
  /** An IP address, or an instance's id. */
  id: string;
  port: number;
  availabilityZone?: string;
  group: TargetGroup;
  backend: Backend;
  health: TargetHealth;
  /** Checks in a row that passed or failed. */
  passes: number;
  failures: number;
  /** Requests on their way. */
  requests: number;
  /** Its next health check. */
  nextCheck?: Appointment;
  /** Called after each change of its health. */
  changed: () => void;
  /** Called when its last request on the way is answered. */
  idle: () => void;
  /** While it drains: what to call when it has left its group. */
  leaving?: (() => void)[];
}

/** As DescribeTargetHealth shows it. */
export interface TargetHealth {
  state: TargetHealthStateEnum;
  reason?: TargetHealthReasonEnum;
  description?: string;
}
