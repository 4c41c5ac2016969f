import type { TaskStopCode } from "../shapes";
import type { Service } from "../state/service";
import type { Task } from "../state/task";
import type { TaskRequest } from "../tasks/newTask";

/** A task, or why it was not launched, as `failures` of RunTask give it. */
export type Launched = { task: Task } | { refused: { reason: string; arn?: string } };

/** What passes and operations ask of the scheduler. */
export interface SchedulerActions {
  /** Asks for a pass over the service within `ms` (default: the pace's `pass`). */
  touch(service: Service, ms?: number): void;
  /** Starts a task's life, unless there is no place for it. */
  launch(request: TaskRequest): Launched;
  /** Begins a task's end; no effect on a task that is ending already. */
  stop(task: Task, code: TaskStopCode, reason: string): void;
}
