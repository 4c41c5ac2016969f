import { lstat, mkdir, open, readdir, realpath } from "node:fs/promises";
import { z } from "zod";
import { SandboxFolderTaken, SandboxRunning } from "./errors";
import { isRunning, recordProcess } from "./processTable";
import { closeFolder, folderProblem, foreignFolder } from "./ownFolder";
import { knownPaths } from "./runFolder";
import { sandboxPaths, type SandboxPaths } from "./sandboxPaths";
import { processRecord, readJson, readState, removeFile, writeJson } from "./sandboxState";

/**
 * Where a sandbox is, or was: a sandbox deletes folders by their names, so only in a folder that was marked as one's.
 * @returns undefined for every other folder
 * @throws SandboxFolderTaken for one of another user, who could have it say what to delete, and which processes to end
 */
export async function findSandbox(dir: string): Promise<SandboxPaths | undefined> {
  const folder = await realpath(dir).catch(() => undefined);
  if (folder === undefined) return undefined;
  if (!(await isMarked(sandboxPaths(folder)))) return undefined;
  const problem = await folderProblem(folder);
  if (problem !== undefined) throw foreignFolder(problem);
  return knownPaths(folder);
}

/**
 * Makes a folder a sandbox's, for this user alone: a new one, an empty one, or one that has been a sandbox's before.
 * @throws SandboxFolderTaken
 */
export async function markFolder(dir: string): Promise<SandboxPaths> {
  const remedy = "Give a folder that is empty, or not there yet, with --dir.";
  const there = await lstat(dir).catch(() => undefined);
  if (there?.isFile()) throw new SandboxFolderTaken(`${dir} is no folder.`, remedy);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const problem = await folderProblem(dir);
  if (problem !== undefined) throw foreignFolder(problem);
  const paths = await knownPaths(await realpath(dir));
  const marked = await isMarked(paths);
  const [first] = marked ? [] : await readdir(paths.dir);
  if (first !== undefined) {
    throw new SandboxFolderTaken(
      `${paths.dir} is no sandbox's folder: there is ${first} in it. A sandbox would delete what it finds there.`,
      remedy,
    );
  }
  await closeFolder(paths.dir);
  if (!marked) {
    await writeJson(paths.marker, { slipwaySandbox: 1, note: "What is in here gets deleted." });
  }
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
