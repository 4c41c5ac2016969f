import { minute } from "../../../core/time";
import type { DeploymentConfiguration } from "../shapes";
import type { AlarmStates } from "../ports/alarmStates";

/** The most that AWS waits by itself: "less than 5 minutes" (dg/deployment-alarm-failure). */
const longestComputed = 5 * minute;

/**
 * How long alarms are watched after the scale-up, in milliseconds: `bakeTimeInMinutes`, or where that is 0 the longest
 * time that one of the alarms looks back.
 */
export function bakeTime(
  { bakeTimeInMinutes = 0, alarms }: DeploymentConfiguration,
  states: AlarmStates,
): number {
  if (bakeTimeInMinutes > 0) return bakeTimeInMinutes * minute;
  const times = (alarms?.alarmNames ?? []).map((name) => states.evaluationTime(name) ?? 0);
  return Math.min(longestComputed, Math.max(0, ...times));
}
