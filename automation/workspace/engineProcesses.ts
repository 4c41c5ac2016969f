import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { runnerOf, runVariable } from "../../contract/runRequest";

/** The runner that a process works for, if for any; `environ` as `/proc/PID/environ` has it. */
export function runnerOfProcess(environ: string): number | undefined {
  const prefix = `${runVariable}=`;
  const request = environ.split("\0").find((variable) => variable.startsWith(prefix));
  return request === undefined ? undefined : runnerOf(request.slice(prefix.length));
}

/** The engines of this machine, as a lock names them. */
export interface EngineProcesses {
  readonly host: string;
  /**
   * `dead`: there is no such engine (any more). `orphan`: the runner that started it is dead.
   * `unknown` where the system does not tell.
   */
  stateOf(pid: number): Promise<"dead" | "orphan" | "working" | "unknown">;
  /** Asks it to stop; the second time makes it. */
  interrupt(pid: number): void;
}

export const systemProcesses: EngineProcesses = {
  host: hostname(),

  async stateOf(pid) {
    if (!isAlive(pid)) return "dead";
    if (process.platform !== "linux") return "unknown";
    const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => undefined);
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // Other users' processes may be hidden (hidepid), but answer a signal.
    if (name === undefined) return isAlive(pid) ? "unknown" : "dead";
    // Its number may be another program's by now, and one that ended may wait for its parent.
    // Packages wrap Pulumi under names of their own: `.pulumi-wrapped`.
    if (!name.includes("pulumi") || /\) Z /.test(stat)) return "dead";
    const runner = runnerOfProcess(await readFile(`/proc/${pid}/environ`, "utf8").catch(() => ""));
    return runner === undefined || isAlive(runner) ? "working" : "orphan";
  },

  interrupt(pid) {
    try {
      process.kill(pid, "SIGINT");
    } catch {
      return; // it has ended
    }
  },
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's, which we may not signal.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
