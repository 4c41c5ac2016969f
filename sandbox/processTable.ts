import type { Clock } from "../support/clock";
import { startTimeOf } from "../support/startTimeOf";
import type { ProcessRecord } from "./sandboxState";

export async function recordProcess(name: string, pid: number): Promise<ProcessRecord> {
  return { name, pid, startTime: (await startTimeOf(pid)) ?? "ended" };
}

/** Whether that very process still runs, not another one with its id. */
export async function isRunning({ pid, startTime }: ProcessRecord): Promise<boolean> {
  return (await startTimeOf(pid)) === startTime;
}

/** SIGTERM, and SIGKILL after `patience` milliseconds. Resolves when the process is gone. */
export async function endProcess(
  record: ProcessRecord,
  clock: Clock,
  patience: number,
): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!(await isRunning(record))) return;
    try {
      process.kill(record.pid, signal);
    } catch {
      return;
    }
    if (await hasEnded(record, clock, patience)) return;
  }
}

/** Whether the process ended within `ms`. */
export async function hasEnded(record: ProcessRecord, clock: Clock, ms: number): Promise<boolean> {
  const deadline = clock.monotonic() + ms;
  while (await isRunning(record)) {
    if (clock.monotonic() >= deadline) return false;
    await clock.sleep(50);
  }
  return true;
}
