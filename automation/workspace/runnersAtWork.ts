import { readdir, readFile } from "node:fs/promises";
import { runnerVariable } from "./engineProcesses";

/** Of a process that has ended meanwhile, or is another user's. */
const none = ["ENOENT", "ESRCH", "EACCES", "EPERM"];

/**
 * Process numbers of the runners, dead ones too, of which an engine or what that started is there: it
 * goes on to push with the logins that it was given. None where the system does not tell, which is
 * everywhere but on Linux.
 * @throws where the system can't say now
 */
export async function runnersAtWork(): Promise<ReadonlySet<number>> {
  const runners = new Set<number>();
  const prefix = `${runnerVariable}=`;
  const entries = await readdir("/proc").catch(() => []);
  // One after the other: a machine may have more processes than a process may have open files.
  for (const pid of entries.filter((entry) => /^\d+$/.test(entry))) {
    const environment = await environmentOf(pid);
    const runner = environment.find((variable) => variable.startsWith(prefix));
    if (runner !== undefined) runners.add(Number(runner.slice(prefix.length)));
  }
  return runners;
}

async function environmentOf(pid: string): Promise<string[]> {
  try {
    return (await readFile(`/proc/${pid}/environ`, "utf8")).split("\0");
  } catch (error) {
    if (none.includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}
