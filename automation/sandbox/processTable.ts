import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Clock } from "../../support/clock";
import type { ProcessRecord } from "./sandboxState";

const run = promisify(execFile);

/** When a process started, in whatever unit the system has; undefined when there is no such process. */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may hold blanks; the state comes next and the start time 19 fields later.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    if (process.platform === "linux") return undefined;
    return run("ps", ["-o", "lstart=", "-p", String(pid)]).then(
      ({ stdout }) => stdout.trim() || undefined,
      () => undefined,
    );
  }
}

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
  const deadline = clock.now() + ms;
  while (await isRunning(record)) {
    if (clock.now() >= deadline) return false;
    await clock.sleep(50);
  }
  return true;
}
