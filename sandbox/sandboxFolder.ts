import { mkdir, open, readdir, realpath, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { z } from "zod";
import { SandboxFolderTaken, SandboxRunning } from "./errors";
import { isRunning, recordProcess } from "./processTable";
import { sandboxPaths, type SandboxPaths } from "./sandboxPaths";
import { processRecord, readJson, readState, removeFile, writeJson } from "./sandboxState";

/**
 * Where a sandbox is, or was: a sandbox deletes folders by their names, so only in a folder that was marked as one's.
 * @returns undefined for every other folder
 */
export async function findSandbox(dir: string): Promise<SandboxPaths | undefined> {
  const folder = await realpath(dir).catch(() => undefined);
  if (folder === undefined) return undefined;
  const paths = sandboxPaths(folder, tmpdir());
  return (await isMarked(paths)) ? paths : undefined;
}

/**
 * Makes a folder a sandbox's: a new one, an empty one, or one that has been a sandbox's before.
 * @throws SandboxFolderTaken
 */
export async function markFolder(dir: string): Promise<SandboxPaths> {
  const remedy = "Give a folder that is empty, or not there yet, with --dir.";
  const there = await stat(dir).catch(() => undefined);
  if (there && !there.isDirectory()) throw new SandboxFolderTaken(`${dir} is no folder.`, remedy);
  await mkdir(dir, { recursive: true });
  const paths = sandboxPaths(await realpath(dir), tmpdir());
  if (await isMarked(paths)) return paths;
  const [first] = await readdir(paths.dir);
  if (first !== undefined) {
    throw new SandboxFolderTaken(
      `${paths.dir} is no sandbox's folder: there is ${first} in it. A sandbox would delete what it finds there.`,
      remedy,
    );
  }
  await writeJson(paths.marker, { slipwaySandbox: 1, note: "What is in here gets deleted." });
  return paths;
}

/**
 * Keeps every other start out of the folder while `work` starts a sandbox there.
 * @throws SandboxRunning where another one is at it
 */
export async function startingAlone<T>(
  { dir, starting }: SandboxPaths,
  work: () => Promise<T>,
): Promise<T> {
  const other = processRecord.safeParse(await readJson(starting)).data;
  if (other && !(await isRunning(other))) await removeFile(starting);
  const own = await recordProcess("start", process.pid);
  try {
    const file = await open(starting, "wx", 0o600);
    await file.writeFile(JSON.stringify(own)).finally(() => file.close());
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    const by = other ? ` (process ${other.pid})` : "";
    throw new SandboxRunning(
      `A sandbox is being started in ${dir} already${by}.`,
      "Wait for it, or give another folder with --dir.",
      { cause },
    );
  }
  try {
    return await work();
  } finally {
    await removeFile(starting);
  }
}

const mark = z.object({ slipwaySandbox: z.literal(1) });

/** A state is as good as the mark. */
async function isMarked({ marker, state }: SandboxPaths): Promise<boolean> {
  const marked = mark.safeParse(await readJson(marker)).success;
  return marked || (await readState(state)) !== undefined;
}
