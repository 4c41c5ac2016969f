import { chmod, lstat } from "node:fs/promises";
import { SandboxFolderTaken } from "./errors";

/**
 * Shuts a folder to everybody but this user.
 * @throws SandboxFolderTaken where it is no folder, a symlink, or another user's: who owns it could change what is in it
 */
export async function closeFolder(folder: string): Promise<void> {
  const problem = await folderProblem(folder);
  if (problem !== undefined) throw foreignFolder(problem);
  await chmod(folder, 0o700);
}

/** @returns why a folder is not this user's own; undefined where it is */
export async function folderProblem(
  folder: string,
  uid = process.getuid?.(),
): Promise<string | undefined> {
  const found = await lstat(folder);
  if (found.isSymbolicLink()) return `${folder} is a symlink.`;
  if (!found.isDirectory()) return `${folder} is no folder.`;
  if (uid === undefined || found.uid === uid) return undefined;
  return `${folder} belongs to another user (uid ${found.uid}, not ${uid}).`;
}

export const foreignFolder = (problem: string): SandboxFolderTaken =>
  new SandboxFolderTaken(
    `${problem} A sandbox keeps its keys and its storage in a folder of your own.`,
    "Give a folder that is yours, or not there yet, with --dir.",
  );
