import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

const unfinished = ".unfinished-";

/** Writes a whole file or nothing. */
export function writeFileAtomically(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = join(dirname(file), `${unfinished}${process.pid}-${basename(file)}`);
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/** Lets `fill` fill a new folder beside `folder`, and puts it in place when it is complete. */
export async function makeFolderAtomically(folder, fill) {
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(join(dirname(folder), unfinished));
  try {
    await fill(temporary);
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Removes what a killed set-up left half done. Only for the holder of the lock. */
export function removeUnfinished(cache) {
  for (const folder of [cache, ...foldersIn(cache)]) {
    for (const name of readdirSync(folder)) {
      if (name.startsWith(unfinished)) rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(unfinished))
    .map((entry) => join(folder, entry.name));
}
