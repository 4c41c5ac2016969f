import { defaultPercents } from "../../../scheduler/percent";
import { invalidParameter, unsupportedFeature } from "../errors";
import type { DeploymentConfiguration, SchedulingStrategy } from "../shapes";

/**
 * The configuration that a service ends up with: what is given over what it has, over the defaults.
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

/** Rather refused by name than quietly not done. */
function refuseNotModelled(given: DeploymentConfiguration): void {
  const asked = [
    given.strategy !== undefined && given.strategy !== "ROLLING" && `strategy ${given.strategy}`,
    given.alarms?.enable && "deployment alarms",
    given.earlySuccessCriteria && "earlySuccessCriteria",
    given.lifecycleHooks?.length && "lifecycleHooks",
  ].find((feature) => typeof feature === "string");
  if (asked) throw unsupportedFeature(`This emulator does not model ${asked} yet.`);
}
