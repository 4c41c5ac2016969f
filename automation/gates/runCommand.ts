import { spawn } from "node:child_process";
import type { Clock } from "../../support/clock";
import type { CommandEnd } from "./commandGate";

const mostLines = 50;
const longestLine = 1000;
/** How long a program may take to end after SIGTERM; a CI gives a cancelled run about 10 s altogether. */
const graceMs = 4000;

interface Place {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/**
 * Runs a program without a shell and keeps the end of what it writes. When the signal aborts, it and
 * what it started get SIGTERM, and SIGKILL when that is not enough; when it ends, what it has left
 * running gets SIGTERM. Nothing of its group outlives this process, unless that is killed.
 * @throws when it can't be started, and the signal's reason once it has ended
 */
export function runCommand(
  [program = "", ...args]: readonly string[],
  { folder, env, clock }: Place,
  signal: AbortSignal,
): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    // A group of its own, so that all of it can be ended.
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    const child = spawn(program, args, { cwd: folder, env, stdio, detached: true });
    const lines = new LastLines();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => lines.add(text));
    }
    const ended = new AbortController();
    const kill = () => end(child.pid, "SIGKILL");
    let killed = false;
    const stop = () => {
      end(child.pid, "SIGTERM");
      void clock.sleep(graceMs, ended.signal).then(
        () => {
          killed = true;
          kill();
        },
        () => undefined,
      );
    };
    signal.addEventListener("abort", stop, { once: true });
    // Out of this process's group it would go on against what it checks.
    process.once("exit", kill);
    const done = () => {
      signal.removeEventListener("abort", stop);
      process.removeListener("exit", kill);
      ended.abort(new Error("ended"));
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    const finish = (code: number | null, killedBy: NodeJS.Signals | null) => {
      done();
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      if (signal.aborted) {
        kill();
        reject(signal.reason as Error);
      } else resolve({ code, signal: killedBy, lines: lines.list });
    };
    // A background process of the command holds its output open, and must not keep the gate waiting.
    child.on("exit", (code, killedBy) => {
      if (killed) {
        finish(code, killedBy);
        return;
      }
      end(child.pid, "SIGTERM");
      void clock.sleep(graceMs, ended.signal).then(
        () => finish(code, killedBy),
        () => undefined,
      );
    });
    child.on("close", finish);
  });
}

function end(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    return; // it has ended
  }
}

class LastLines {
  private text = "";

  add(text: string): void {
    this.text = (this.text + text).slice(-mostLines * longestLine);
  }

  get list(): string[] {
    const lines = this.text.split(/\r?\n/).map((line) => line.slice(0, longestLine));
    return lines.filter((line) => line.trim() !== "").slice(-mostLines);
  }
}
