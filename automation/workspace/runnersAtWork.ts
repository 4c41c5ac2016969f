import { readdir, readFile } from "node:fs/promises";
import { isProcessAbsent } from "../../support/startTimeOf";
import { runnerOfProcess } from "./engineProcesses";

/**
 * Process numbers of the runners, dead ones too, of which an engine or what that started is there: it
 * goes on to push with the logins that it was given. None where the system does not tell, which is
 * everywhere but on Linux.
 * @throws where the system can't say now
 */
export async function runnersAtWork(): Promise<ReadonlySet<number>> {
  const runners = new Set<number>();
  const entries = await readdir("/proc").catch(() => []);
  // One after the other: a machine may have more processes than a process may have open files.
  for (const pid of entries.filter((entry) => /^\d+$/.test(entry))) {
    const runner = runnerOfProcess(await environmentOf(pid));
    if (runner !== undefined) runners.add(runner);
  }
  return runners;
}

async function environmentOf(pid: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/environ`, "utf8");
  } catch (error) {
    if (isProcessAbsent(error)) return "";
    throw error;
  }
}
