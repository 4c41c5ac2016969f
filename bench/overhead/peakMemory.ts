import { readdirSync, readFileSync } from "node:fs";
import { systemClock } from "../../support/clock";
import { parseStat, residentBelow, type ProcessEntry } from "./processTable";

/** Milliseconds between two looks. */
const interval = 50;
/** Linux's on x86-64, and nearly everywhere on arm64. */
const pageSize = 4096;

/**
 * Looks at the processes below `root` until `signal` aborts.
 * @returns the highest sum of their resident memory, in MiB; pages that several share count for each
 */
export async function peakMemory(root: number, signal: AbortSignal): Promise<number> {
  let peak = 0;
  while (!signal.aborted) {
    peak = Math.max(peak, residentBelow(root, readProcesses()));
    await systemClock.sleep(interval, signal).catch(() => undefined);
  }
  return (peak * pageSize) / 2 ** 20;
}

function readProcesses(): ProcessEntry[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return parseStat(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
    } catch {
      return []; // It has ended since.
    }
  });
}
