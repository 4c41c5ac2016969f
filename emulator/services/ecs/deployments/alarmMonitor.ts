import type { DeploymentConfiguration } from "../shapes";
import type { AlarmMonitor } from "../state/deployment";
import type { AlarmStates } from "../ports/alarmStates";
import { rolloutReasons } from "../scheduler/eventTexts";
import type { DeploymentFailure } from "./deploymentFailure";
import type { Pass } from "../scheduler/pass";

/**
 * The monitor of a deployment that begins now: alarms that are on already don't count for it
 * (dg/deployment-alarm-failure).
 */
export function newAlarmMonitor(
  { alarms }: DeploymentConfiguration,
  states: AlarmStates,
): AlarmMonitor {
  const names = alarms?.alarmNames ?? [];
  return {
    status: alarms?.enable ? "MONITORING" : "DISABLED",
    names,
    ignored: new Set(names.filter((name) => states.inAlarm(name))),
    begun: false,
    triggered: [],
  };
}

/** Whether an alarm ends the deployment in this pass: from its first RUNNING task on to the end of the bake time. */
export function alarmTripped({ primary, service, context }: Pass): DeploymentFailure | undefined {
  const { alarms, deploymentConfiguration } = primary.serviceDeployment;
  if (alarms.status !== "MONITORING") return undefined;
  if (service.rollback || primary.rolloutState !== "IN_PROGRESS") return undefined;
  alarms.begun ||= primary.runningCount > 0;
  if (!alarms.begun) return undefined;
  const triggered = alarms.names.filter(
    (name) => context.alarms.inAlarm(name) && !alarms.ignored.has(name),
  );
  if (triggered.length === 0) return undefined;
  alarms.triggered = triggered;
  return {
    event: "alarm detected",
    reason: rolloutReasons.alarms,
    rollback: deploymentConfiguration.alarms?.rollback ?? false,
    rollbackReason: rolloutReasons.alarmsRollback,
    statusReason: `Service deployment rolled back because of alarms in ALARM state: ${triggered.join(", ")}.`,
    by: "alarms",
  };
}
