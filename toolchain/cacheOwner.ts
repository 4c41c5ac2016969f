import { statSync } from "node:fs";
import path from "node:path";
import { SlipwayError } from "../support/errors";

/** The toolchain's folder is open to another user, who could put other programs there. */
export class ToolchainForeignError extends SlipwayError {
  readonly code = "TOOLCHAIN_FOREIGN";
  readonly ends = "usage";
}

/**
 * Refuses the programs of a folder that another user owns or can write to. Root's are everybody's to use.
 * @param file the manifest in that folder
 * @throws ToolchainForeignError
 */
export function checkCacheOwner(file: string, uid = process.getuid?.()): void {
  const folder = path.dirname(file);
  const problem = cacheProblem(folder, uid);
  if (problem === undefined) return;
  throw new ToolchainForeignError(
    `${folder} ${problem}: its programs are not run.`,
    "Remove it and run `npm run setup`, or set XDG_CACHE_HOME to a folder of your own.",
  );
}

/** The same rule is in toolchain/support/cacheOwner.mjs, for the set-up, which runs without TypeScript. */
function cacheProblem(folder: string, uid: number | undefined): string | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found || uid === undefined) return undefined;
  if (found.uid !== uid && found.uid !== 0) return `belongs to another user (uid ${found.uid})`;
  if (found.mode & 0o002) return "can be written to by everybody";
  if (found.uid !== uid && found.mode & 0o020) return "can be written to by others of its group";
  return undefined;
}
