import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "./files.mjs";

/** The shape of the manifest; `toolchain/manifest.ts` reads the same number. */
export const manifestVersion = 1;

/**
 * The manifest that says where each tool is, kept up to date part by part: whoever waits for one tool need not wait for all.
 */
export function openManifest(cache) {
  const file = join(cache, "toolchain.json");
  const parts = readParts(file);
  const write = () =>
    writeFileAtomically(file, `${JSON.stringify({ version: manifestVersion, parts }, null, 2)}\n`);
  return {
    file,
    /** Puts `entries` in the place of whatever was there under `keys`. */
    replace(keys, entries) {
      const before = JSON.stringify(parts);
      for (const key of keys) delete parts[key];
      Object.assign(parts, entries);
      if (JSON.stringify(parts) !== before) write();
    },
  };
}

function readParts(file) {
  try {
    const { version, parts } = JSON.parse(readFileSync(file, "utf8"));
    return version === manifestVersion ? parts : {};
  } catch {
    return {};
  }
}
