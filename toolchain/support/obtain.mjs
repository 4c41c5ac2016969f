import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeFolderAtomically } from "./files.mjs";
import { DownloadFailed } from "./download.mjs";
import { goBuild, recipeOf } from "./goBuild.mjs";
import { PartMissing } from "./partMissing.mjs";

/**
 * Gets a folder of programs: from the cache, else by the official download, else by building it.
 *
 * @param {{cache: string, note: (text: string) => void}} context
 * @param {{name: string, version: string, programs: string[], download?: (folder: string) => Promise<void>,
 *   builds: {module: string, packages: string[], ldflags?: string}[]}} tool `programs` are what the folder must hold
 * @returns {Promise<{folder: string, how: "downloaded" | "built", fresh: boolean}>} `fresh`: got in this run
 * @throws PartMissing
 */
export async function obtain({ cache, note }, { name, version, programs, download, builds }) {
  const downloaded = join(cache, name, version);
  const built = join(cache, name, `${version}-${builds.map(recipeOf).join("-")}`);
  const isComplete = (folder) => programs.every((program) => existsSync(join(folder, program)));

  if (isComplete(downloaded)) return { folder: downloaded, how: "downloaded", fresh: false };
  if (isComplete(built)) return { folder: built, how: "built", fresh: false };

  if (download) {
    try {
      await makeFolderAtomically(downloaded, async (folder) => {
        await download(folder);
        if (!isComplete(folder)) {
          throw new PartMissing(`the download of ${name} lacks one of ${programs.join(", ")}`);
        }
      });
      return { folder: downloaded, how: "downloaded", fresh: true };
    } catch (error) {
      if (!(error instanceof DownloadFailed || error instanceof PartMissing)) throw error;
      note(`no official download (${error.message}): building it`);
    }
  }
  await makeFolderAtomically(built, async (folder) => {
    for (const recipe of builds) await goBuild(recipe, folder);
  });
  return { folder: built, how: "built", fresh: true };
}
