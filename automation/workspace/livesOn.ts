import { readdir, readFile } from "node:fs/promises";
import { runnerVariable } from "./engineProcesses";

/**
 * Whether an engine, or what it started, is there of a runner that may be dead: it goes on to push with
 * the logins that it was given. False where the system does not tell, which is everywhere but on Linux.
 */
export async function livesOn(runner: number): Promise<boolean> {
  const entries = await readdir("/proc").catch(() => []);
  const wanted = `${runnerVariable}=${runner}`;
  const found = await Promise.all(
    entries
      .filter((entry) => /^\d+$/.test(entry))
      .map(async (pid) => {
        const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
        return environment.split("\0").includes(wanted);
      }),
  );
  return found.includes(true);
}
