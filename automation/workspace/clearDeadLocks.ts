import { rm } from "node:fs/promises";
import type { Clock } from "../../support/clock";
import type { EngineProcesses } from "./engineProcesses";
import { locksIn, type StackLock } from "./stackLock";

/** How long an engine may take to stop after it was asked, and after it was made to. */
const patienceMs = [10_000, 5_000];
const everyMs = 100;

/**
 * Removes the locks that runs of this machine left behind when they died. An engine that goes on
 * although its runner is dead is stopped first: nobody hears it any more. Every lock has to be
 * of that kind, or none is touched.
 * @param text what Pulumi printed about the locks
 * @returns what was done, as a sentence; undefined when the locks have to be respected
 */
export async function clearDeadLocks(
  text: string,
  processes: EngineProcesses,
  clock: Clock,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const locks = locksIn(text);
  const here = (lock: StackLock): lock is StackLock & { file: string } =>
    lock.file !== undefined && lock.host === processes.host;
  if (locks.length === 0) return undefined;
  const files: string[] = [];
  for (const lock of locks) {
    if (!here(lock)) return undefined;
    const state = await processes.stateOf(lock.pid);
    const over = state === "dead" || (state === "orphan" && (await stopped(lock.pid)));
    if (!over) return undefined;
    files.push(lock.file);
  }
  await Promise.all(files.map((file) => rm(file, { force: true })));
  const pids = [...new Set(locks.map(({ pid }) => pid))].join(", ");
  return `The stack was locked by a run of this machine that has died (process ${pids}): its lock was removed.`;

  async function stopped(pid: number): Promise<boolean> {
    for (const patience of patienceMs) {
      processes.interrupt(pid);
      const until = clock.monotonic() + patience;
      while (clock.monotonic() < until) {
        await clock.sleep(everyMs, signal);
        if ((await processes.stateOf(pid)) === "dead") return true;
      }
    }
    return false;
  }
}
