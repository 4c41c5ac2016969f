import type { Deployment } from "../state/deployment";
import type { Service } from "../state/service";
import { addEvent } from "./addEvent";
import type { TaskBounds } from "../deployments/taskBounds";
import type { SchedulerActions } from "./schedulerActions";
import type { SchedulerContext } from "./schedulerContext";

/** One look at one service. */
export interface Pass {
  scheduler: SchedulerActions;
  context: SchedulerContext;
  service: Service;
  primary: Deployment;
  now: number;
  bounds: TaskBounds;
  /** The next instant at which time alone changes something. */
  wakeAt: number | undefined;
  /** A task was started or stopped: pass again soon. */
  acted: boolean;
}

export function wake(pass: Pass, at: number): void {
  if (pass.wakeAt === undefined || at < pass.wakeAt) pass.wakeAt = at;
}

export function say(pass: Pass, message: string, later = 0): void {
  addEvent(pass.service, pass.context.random, pass.now + later, message);
}
