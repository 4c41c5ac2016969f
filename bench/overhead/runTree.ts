import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import type { Variables } from "../ground/access";
import { peakMemory } from "./peakMemory";

const script = path.join(__dirname, "tree.py");

const reportSchema = z.object({ wall: z.number(), processor: z.number(), rest: z.number() });

/** What a command and all of its descendants used. */
export interface TreeRun {
  /** Seconds until the command ended. */
  readonly wall: number;
  /** Seconds on a processor, user's and system's, of the whole tree. */
  readonly processor: number;
  /** Seconds for which other processes of the tree outlived the command. */
  readonly rest: number;
  /** MiB: the highest sum of resident memory. */
  readonly memory: number;
  readonly exitCode: number;
  readonly output: string;
  /** When the command began, and when it last printed something, in milliseconds since the epoch. */
  readonly startedAt: number;
  readonly lastOutputAt: number;
}

/** Runs a command to its end, and until nothing that it started is left. Linux only. */
export async function runTree(
  command: readonly [program: string, ...args: string[]],
  options: { readonly cwd: string; readonly env: Variables },
  python = "python3",
): Promise<TreeRun> {
  const folder = await mkdtemp(path.join(tmpdir(), "slipway-tree-"));
  try {
    const report = path.join(folder, "report.json");
    const startedAt = Date.now();
    const child = spawn(python, [script, report, ...command], {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, lastOutputAt] = ["", NaN];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        lastOutputAt = Date.now();
      });
    }
    const ended = new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? 130));
    });
    const done = new AbortController();
    const looking = peakMemory(child.pid ?? 0, done.signal);
    const exitCode = await ended.finally(() => done.abort());
    const memory = await looking;
    const used = reportSchema.parse(JSON.parse(await readFile(report, "utf8")));
    return { ...used, memory, exitCode, output, startedAt, lastOutputAt };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
