import { stripVTControlCharacters } from "node:util";
import { readToolchain } from "../../toolchain/manifest";
import type { Variables } from "../ground/access";
import { runTree, type TreeRun } from "./runTree";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Variables;
}

/** How many of a failed command's last lines its error shows. */
const shownLines = 15;

/** Runs a command that has to succeed: what a failure costs is not measured here. */
export async function measure({ program, args, cwd, env }: Command): Promise<TreeRun> {
  const run = await runTree([program, ...args], { cwd, env }, readToolchain().python?.path);
  if (run.exitCode === 0) return run;
  const lines = stripVTControlCharacters(run.output).trimEnd().split("\n").slice(-shownLines);
  throw new Error(`${program} ${args.join(" ")} ended with ${run.exitCode}:\n${lines.join("\n")}`);
}
