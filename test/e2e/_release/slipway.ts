import { spawn } from "node:child_process";
import path from "node:path";
import type { ReleaseReport } from "../../../automation/actions/releaseReport";

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

type Environment = Readonly<Record<string, string | undefined>>;

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
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
