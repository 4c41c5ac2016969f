import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether what was read in /proc failed because there is no such process, or none that this user may see. */
export function isProcessAbsent(error: unknown): boolean {
  const { code = "" } = error as NodeJS.ErrnoException;
  return ["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(code);
}

/**
 * When a process started, in whatever unit the system has; undefined when there is no such process.
 * @throws where the system can't say now: nobody may take that for the end of it
 */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may hold blanks; the state comes next and the start time 19 fields later.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch (error) {
    if (process.platform === "linux") {
      if (isProcessAbsent(error)) return undefined;
      throw error;
    }
    // The same words whoever asks: every user has a language and a time zone.
    const env = { LC_ALL: "C", TZ: "UTC0" };
    return run("ps", ["-o", "lstart=", "-p", String(pid)], { env }).then(
      ({ stdout }) => stdout.trim() || undefined,
      () => undefined,
    );
  }
}
