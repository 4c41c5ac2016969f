import { mkdir, readFile, realpath, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** Smaller files are scripts that choose the program at each start (asdf, mise). */
const smallestProgram = 1024 * 1024;

const remembered = z.record(z.string(), z.string()).catch({});

/**
 * The version of a `pulumi`. To ask costs a fifth of a second: what was asked once is remembered, as
 * long as the file is the same.
 * @param file absolute path of the program
 * @param memory the file that remembers; what it can't hold is asked for again
 * @param ask runs `pulumi version`
 */
export async function pulumiVersion(
  file: string,
  memory: string,
  ask: () => Promise<string>,
): Promise<string> {
  const key = await keyOf(file);
  const known = key === undefined ? {} : await read(memory);
  const before = key === undefined ? undefined : known[key];
  if (before !== undefined) return before;
  const version = (await ask()).trim();
  if (key !== undefined) await write(memory, { [key]: version });
  return version;
}

async function keyOf(file: string): Promise<string | undefined> {
  try {
    const program = await realpath(file);
    const { size, mtimeMs, ino } = await stat(program);
    return size < smallestProgram ? undefined : [program, size, mtimeMs, ino].join(" ");
  } catch {
    return undefined;
  }
}

async function read(memory: string): Promise<Record<string, string>> {
  try {
    return remembered.parse(JSON.parse(await readFile(memory, "utf8")));
  } catch {
    return {};
  }
}

async function write(memory: string, versions: Record<string, string>): Promise<void> {
  const unfinished = `${memory}.${process.pid}`;
  try {
    await mkdir(path.dirname(memory), { recursive: true });
    await writeFile(unfinished, JSON.stringify(versions), { mode: 0o600 });
    await rename(unfinished, memory);
  } catch {
    return; // a convenience: the next run asks again
  }
}
