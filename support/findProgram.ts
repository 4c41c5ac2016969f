import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import type { Environment } from "./environment";

/** What exec takes where there is no PATH. */
const defaultPath = "/usr/local/bin:/usr/bin:/bin";

/**
 * The file that a command's program is, as the system finds it: by its path from `folder`, or its
 * name in PATH. Undefined where there is none that may be run.
 */
export function findProgram(
  program: string,
  { folder, env }: { readonly folder: string; readonly env: Environment },
): string | undefined {
  const named = program.includes(path.sep);
  const places = named ? [""] : (env.PATH ?? defaultPath).split(path.delimiter);
  return places.map((place) => path.resolve(folder, place, program)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
