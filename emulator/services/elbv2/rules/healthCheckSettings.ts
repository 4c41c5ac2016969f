import type { HealthCheckSettings } from "../state/healthCheck";
import { notModelled, validationError } from "../errors";
import type { ModifyTargetGroupInput } from "../shapes";

/** Those of a new target group on HTTP. */
const defaults: HealthCheckSettings = {
  path: "/",
  port: "traffic-port",
  interval: 30,
  timeout: 5,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: "200",
};

/**
 * The health check settings of a request, completed by those `before`.
 * @throws ValidationError
 */
export function healthCheckSettings(
  input: Omit<ModifyTargetGroupInput, "TargetGroupArn">,
  before: HealthCheckSettings = defaults,
): HealthCheckSettings {
  if (input.HealthCheckEnabled === false) {
    throw validationError("Health check enabled must be true for target groups of this type");
  }
  const { HealthCheckProtocol: protocol = "HTTP" } = input;
  if (protocol !== "HTTP") throw notModelled(`A health check over ${protocol}`);
  const settings = {
    path: input.HealthCheckPath ?? before.path,
    port: input.HealthCheckPort ?? before.port,
    interval: input.HealthCheckIntervalSeconds ?? before.interval,
    timeout: input.HealthCheckTimeoutSeconds ?? before.timeout,
    healthyThreshold: input.HealthyThresholdCount ?? before.healthyThreshold,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? before.unhealthyThreshold,
    matcher: input.Matcher?.HttpCode ?? before.matcher,
  };
  check(settings);
  return settings;
}

function check(settings: HealthCheckSettings): void {
  const { path, port, interval, timeout, matcher } = settings;
  inRange("Health check interval", interval, 5, 300);
  inRange("Health check timeout", timeout, 2, 120);
  inRange("Healthy threshold count", settings.healthyThreshold, 2, 10);
  inRange("Unhealthy threshold count", settings.unhealthyThreshold, 2, 10);
  if (timeout >= interval) {
    throw validationError(
      `Health check timeout '${timeout}' must be smaller than the interval '${interval}'`,
    );
  }
  if (!/^\/\S*$/.test(path))
    throw validationError(`Health check path '${path}' must begin with '/'`);
  if (port !== "traffic-port" && !(Number(port) >= 1 && Number(port) <= 65535)) {
    throw validationError(`Health check port '${port}' must be in the range 1-65535`);
  }
  const codes = matcher.split(/[,-]/).map(Number);
  if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(matcher) || codes.some((c) => c < 200 || c > 499)) {
    throw validationError(`Health check matcher HTTP code '${matcher}' must be within '200-499'`);
  }
}

function inRange(what: string, value: number, from: number, to: number): void {
  if (value >= from && value <= to) return;
  throw validationError(`${what} '${value}' must be in the range ${from}-${to}`);
}
