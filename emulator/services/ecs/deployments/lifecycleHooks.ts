import type { ServiceDeploymentLifecycleStage } from "../shapes";
import type { PauseHook, ServiceDeployment } from "../state/deployment";
import { uuid } from "../../../core/ids";
import { minute } from "../../../core/time";
import { rolloutReasons } from "../scheduler/eventTexts";
import type { DeploymentFailure } from "./deploymentFailure";
import { wake, type Pass } from "../scheduler/pass";

type Stage = ServiceDeploymentLifecycleStage;

/** In minutes: a day, where a hook names no time-out (dg/deployment-lifecycle-hooks). */
const usualTimeout = 1440;

/** Begins the PAUSE hooks of a stage that is entered. */
export function openHooks(pass: Pass, stage: Stage): void {
  const { context, now } = pass;
  const { serviceDeployment } = pass.primary;
  for (const hook of serviceDeployment.deploymentConfiguration.lifecycleHooks ?? []) {
    if (!hook.lifecycleStages?.some((s) => s === stage)) continue;
    const { timeoutInMinutes = usualTimeout, action } = hook.timeoutConfiguration ?? {};
    const expiresAt = now + timeoutInMinutes * minute;
    wake(pass, expiresAt);
    serviceDeployment.hooks.push({
      id: `ecs-pause-${uuid(context.random)}`,
      stage,
      status: "AWAITING_ACTION",
      expiresAt,
      timeoutAction: action ?? "ROLLBACK",
    });
  }
}

/** Whether a hook keeps the deployment in the stage. */
export function holdsStage({ hooks }: ServiceDeployment, stage: Stage): boolean {
  return hooks.some((hook) => hook.stage === stage && !passed(hook));
}

const passed = ({ status, timeoutAction }: PauseHook) =>
  status === "SUCCEEDED" || (status === "TIMED_OUT" && timeoutAction === "CONTINUE");

/**
 * Whether a hook ends the deployment in this pass: by ContinueServiceDeployment's ROLLBACK, or because its time is
 * over.
 */
export function hookFailed(pass: Pass): DeploymentFailure | undefined {
  const { primary, service, now } = pass;
  if (primary.rolloutState !== "IN_PROGRESS" || service.rollback) return undefined;
  const { hooks } = primary.serviceDeployment;
  for (const hook of hooks) {
    if (hook.status !== "AWAITING_ACTION") continue;
    if (now >= hook.expiresAt) hook.status = "TIMED_OUT";
    else wake(pass, hook.expiresAt);
  }
  const failed = hooks.find((h) => !passed(h) && h.status !== "AWAITING_ACTION");
  if (!failed) return undefined;
  const how = failed.status === "TIMED_OUT" ? "timed out" : "was rolled back by the user";
  const why = `Service deployment rolled back because ${failed.stage} lifecycle hook(s) failed. Lifecycle hook ${failed.id} ${how}`;
  return {
    event: why,
    reason: rolloutReasons.hooks(failed.stage),
    rollback: true,
    rollbackReason: rolloutReasons.stopRollback,
    statusReason: `${why}.`,
    by: "hook",
  };
}
