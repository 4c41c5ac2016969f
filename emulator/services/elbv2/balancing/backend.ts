import type { HealthCheckSettings } from "../state/healthCheck";

/** The port to a target: a server on this machine, or a simulated task. */
export interface Backend {
  /** Does one health check. */
  check(settings: HealthCheckSettings): CheckResult | Promise<CheckResult>;
  /** Where requests go; undefined for a simulated task, which the proxy answers for. */
  readonly address?: BackendAddress;
}

export interface BackendAddress {
  host: string;
  port: number;
}

export interface CheckResult {
  /** An HTTP status, no answer in time, or no connection; `pass` is right for every matcher. */
  outcome: number | "pass" | "timeout" | "unreachable";
  /**
   * Until when every further check would come out the same, in emulated milliseconds since the epoch; where it is known,
   * no other check is made before.
   */
  holdsUntil?: number;
}
