/** How a target group checks its targets. Times in seconds. */
export interface HealthCheckSettings {
  path: string;
  /** A number, or `traffic-port`: the port to which the target gets its traffic. */
  port: string;
  interval: number;
  timeout: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
  /** e.g. `200`, `200,302` or `200-299`. */
  matcher: string;
}
