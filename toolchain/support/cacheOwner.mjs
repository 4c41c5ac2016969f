import { statSync } from "node:fs";

/**
 * Why programs of this folder are not to be run: another user could put others in their place.
 * The same rule is in toolchain/cacheOwner.ts.
 *
 * @returns {string | undefined}
 */
export function cacheProblem(folder, uid = process.getuid?.()) {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found || uid === undefined) return undefined;
  if (found.uid !== uid && found.uid !== 0) return `belongs to another user (uid ${found.uid})`;
  if (found.mode & 0o002) return "can be written to by everybody";
  if (found.uid !== uid && found.mode & 0o020) return "can be written to by others of its group";
  return undefined;
}
