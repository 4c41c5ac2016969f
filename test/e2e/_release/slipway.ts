import { spawn } from "node:child_process";
import path from "node:path";
import type { ReleaseReport } from "../../../automation/report/releaseReport";
import type { Environment } from "../../../support/environment";

const program = path.join(__dirname, "../../../bin/slipway");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of `slipway … --json`. */
export interface ReleaseRun extends Ended {
  readonly report: ReleaseReport;
}

/** Runs the command line as a user does. @throws Error when stdout is not one JSON document */
export async function slipway(
  args: readonly string[],
  cwd: string,
  env: Environment,
): Promise<ReleaseRun> {
  const ended = await run(program, [...args, "--json"], cwd, env);
  try {
    return { ...ended, report: JSON.parse(ended.stdout) as ReleaseReport };
  } catch (cause) {
    throw new Error(`slipway ${args.join(" ")}:\n${ended.stdout}\n${ended.stderr}`, { cause });
  }
}

/** Runs a program to its end, whatever that is. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
): Promise<Ended> {
  return begin(command, args, cwd, env).ended;
}

/** `slipway …` that is going to be interrupted. */
export function beginSlipway(args: readonly string[], cwd: string, env: Environment): Running {
  return begin(program, args, cwd, env);
}

export interface Running {
  readonly kill: (signal: NodeJS.Signals) => boolean;
  readonly ended: Promise<Ended>;
}

function begin(command: string, args: readonly string[], cwd: string, env: Environment): Running {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<Ended>((resolve, reject) => {
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    // What it started may hold its streams open after it was killed.
    child.on("exit", (code, signal) => {
      if (signal !== null) resolve({ code, stdout, stderr });
    });
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { kill: (signal) => child.kill(signal), ended };
}
