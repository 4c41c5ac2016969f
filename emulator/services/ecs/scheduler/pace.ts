import { hour, minute } from "../../../core/time";

/** How fast ECS itself works, in milliseconds of its own clock; chosen from live logs. */
export interface Pace {
  /** From a change to the pass over its service. */
  pass: number;
  /** From Create- or UpdateService to the first pass. */
  firstPass: number;
  /** From stopping a task behind a load balancer to taking it out. */
  deregister: number;
  /** From a change of an alarm to the pass that sees it: ECS polls CloudWatch. */
  alarms: number;
  /** How long stopped tasks are kept. */
  stoppedTasks: number;
  /** How long a deleted service is shown as INACTIVE. */
  inactiveServices: number;
  /** From one `has reached a steady state.` of an idle service to the next. */
  steadyReminder: number;
}

export const livePace: Pace = {
  pass: 3_000,
  firstPass: 5_000,
  deregister: 10_000,
  alarms: 20_000,
  stoppedTasks: hour,
  inactiveServices: hour,
  steadyReminder: 6 * hour,
};

/** After the first, second and third task that did not reach RUNNING, as seen live. */
const firstDelays = [41_000, 30_000, 297_000];
const longestDelay = 27 * minute;

/**
 * How long a deployment waits before its next launch after `failures` tasks in a row that didn't reach RUNNING
 * (api/Deployment).
 */
export function launchDelay(failures: number): number {
  if (failures <= 0) return 0;
  const known = firstDelays[failures - 1];
  if (known !== undefined) return known;
  return Math.min(longestDelay, 297_000 * 2 ** (failures - 3));
}
