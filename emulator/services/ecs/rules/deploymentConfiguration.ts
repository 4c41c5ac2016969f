import { defaultPercents } from "../deployments/taskBounds";
import { invalidParameter } from "../errors";
import type { DeploymentConfiguration, SchedulingStrategy } from "../shapes";
import { checkStrategy, refuseNotModelled } from "./deploymentStrategy";

/**
 * The configuration of a service after a request: its members win over those before, and these over the defaults.
 * @throws InvalidParameterException, or UnsupportedFeatureException for what this emulator doesn't model
 */
export function deploymentConfigurationOf(
  strategy: SchedulingStrategy,
  given: DeploymentConfiguration = {},
  current?: DeploymentConfiguration,
): DeploymentConfiguration {
  refuseNotModelled(given);
  const merged: DeploymentConfiguration = {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    ...defaultPercents(strategy),
    strategy: "ROLLING",
    bakeTimeInMinutes: 0,
    ...current,
    ...given,
  };
  const breaker = merged.deploymentCircuitBreaker;
  if (breaker?.enable) {
    merged.deploymentCircuitBreaker = {
      ...breaker,
      resetOnHealthyTask: breaker.resetOnHealthyTask ?? true,
    };
  }
  check(merged);
  return merged;
}

function check(configuration: DeploymentConfiguration): void {
  checkStrategy(configuration);
  const { maximumPercent = 0, minimumHealthyPercent = 0 } = configuration;
  if (minimumHealthyPercent < 0 || maximumPercent < 0) {
    throw invalidParameter("minimumHealthyPercent and maximumPercent cannot be negative.");
  }
  if (maximumPercent < minimumHealthyPercent) {
    throw invalidParameter("maximumPercent cannot be less than minimumHealthyPercent.");
  }
  const threshold = configuration.deploymentCircuitBreaker?.thresholdConfiguration;
  if (!threshold) return;
  const most = threshold.type === "COUNT" ? Infinity : 100;
  if (threshold.value < 1 || threshold.value > most) {
    throw invalidParameter(`Invalid threshold value ${threshold.value} for ${threshold.type}.`);
  }
}
