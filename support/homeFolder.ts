import { lstatSync, mkdirSync } from "node:fs";
import { homedir, tmpdir, userInfo } from "node:os";
import path from "node:path";
import type { Environment } from "./environment";

/**
 * The user's home. A container may run as a number that no user has, and without HOME: then a
 * folder of that number's own in the system's temporary one.
 * @throws Error where another user has made that folder
 */
export function homeFolder({ HOME }: Environment): string {
  if (HOME !== undefined && HOME !== "") return HOME;
  try {
    return homedir();
  } catch {
    return ownFolder(path.join(tmpdir(), `slipway-home-${uid()}`));
  }
}

/** The user's name, which programs ask for that can't look it up. */
export function userName({ USER }: Environment): string {
  if (USER !== undefined && USER !== "") return USER;
  try {
    return userInfo().username;
  } catch {
    return `uid-${uid()}`;
  }
}

function ownFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === process.getuid?.()) return folder;
  throw new Error(`${folder} belongs to another user. Set HOME to a folder of your own.`);
}

function uid(): string {
  return String(process.getuid?.() ?? "");
}
