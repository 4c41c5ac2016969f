import { invalidParameter, unsupportedFeature } from "../errors";
import type {
  DeploymentConfiguration,
  DeploymentEarlySuccessCriteria,
  DeploymentLifecycleHook,
  DeploymentLifecycleHookStage,
} from "../shapes";

/** The stages of a rolling deployment that can have a hook. */
const rollingStages = new Set<DeploymentLifecycleHookStage>([
  "RECONCILE_SERVICE",
  "PRE_SCALE_UP",
  "POST_SCALE_UP",
]);

const mostHooks = 10;
const longestBake = 1440;
const longestPause = 20_160;

/** @throws UnsupportedFeatureException naming the feature, which would otherwise be ignored without a word */
export function refuseNotModelled(given: DeploymentConfiguration): void {
  const lambda = given.lifecycleHooks?.some((h) => (h.targetType ?? "AWS_LAMBDA") !== "PAUSE");
  const asked = [
    given.strategy !== undefined && given.strategy !== "ROLLING" && `strategy ${given.strategy}`,
    lambda && "lifecycleHooks of type AWS_LAMBDA",
  ].find((feature) => typeof feature === "string");
  if (asked) throw unsupportedFeature(`This emulator does not model ${asked}.`);
}

/** Alarms, bake time, hooks and early success. @throws InvalidParameterException; AWS's texts are not known */
export function checkStrategy(configuration: DeploymentConfiguration): void {
  const { alarms, bakeTimeInMinutes = 0, lifecycleHooks = [] } = configuration;
  if (alarms?.enable && alarms.alarmNames.length === 0) {
    throw invalidParameter("alarms.alarmNames cannot be empty when alarms are enabled.");
  }
  if (bakeTimeInMinutes < 0 || bakeTimeInMinutes > longestBake) {
    throw invalidParameter(`bakeTimeInMinutes must be between 0 and ${longestBake}.`);
  }
  if (lifecycleHooks.length > mostHooks) {
    throw invalidParameter(`At most ${mostHooks} PAUSE lifecycle hooks are allowed.`);
  }
  lifecycleHooks.forEach(checkHook);
  checkEarlySuccess(configuration.earlySuccessCriteria, configuration.minimumHealthyPercent);
}

function checkHook({ lifecycleStages = [], timeoutConfiguration }: DeploymentLifecycleHook): void {
  if (lifecycleStages.length === 0) throw invalidParameter("lifecycleStages cannot be empty.");
  const wrong = lifecycleStages.find((stage) => !rollingStages.has(stage));
  if (wrong) {
    throw invalidParameter(`A PAUSE hook of a ROLLING deployment cannot be at the stage ${wrong}.`);
  }
  const minutes = timeoutConfiguration?.timeoutInMinutes ?? 1;
  if (minutes < 1 || minutes > longestPause) {
    throw invalidParameter(`timeoutInMinutes must be between 1 and ${longestPause}.`);
  }
}

function checkEarlySuccess(
  early: DeploymentEarlySuccessCriteria | undefined,
  minimumHealthyPercent = 100,
): void {
  if (!early?.enable) return;
  const { healthyPercent, sourceServiceRevisionCleanup } = early;
  if (healthyPercent === undefined || sourceServiceRevisionCleanup === undefined) {
    throw invalidParameter(
      "earlySuccessCriteria needs healthyPercent and sourceServiceRevisionCleanup.",
    );
  }
  if (healthyPercent < minimumHealthyPercent || healthyPercent > 100) {
    throw invalidParameter("healthyPercent must be between minimumHealthyPercent and 100.");
  }
}
