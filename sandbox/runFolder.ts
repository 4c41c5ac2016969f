import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { closeFolder, folderProblem } from "./ownFolder";
import { sandboxPaths, socketsFit, type SandboxPaths } from "./sandboxPaths";
import { readJson, removeFile, writeJson } from "./sandboxState";

const record = z.object({ run: z.string() });

/** The paths of a sandbox that was started, its folder for sockets where that start has put it. */
export async function knownPaths(dir: string): Promise<SandboxPaths> {
  const paths = sandboxPaths(dir);
  const run = record.safeParse(await readJson(paths.sockets)).data?.run;
  if (run === undefined || !path.basename(run).startsWith(`slipway-${paths.id}-`)) return paths;
  // Gone, or another's by now: the temporary folder is everybody's.
  const problem = await folderProblem(run).catch(() => "gone");
  return problem === undefined ? sandboxPaths(dir, run) : paths;
}

/** Makes the folder for the sockets: within the sandbox's, or with a name of its own that can't be guessed. */
export async function makeRunFolder(paths: SandboxPaths, temporary: string): Promise<SandboxPaths> {
  if (socketsFit(paths.dir)) return paths;
  const run = await mkdtemp(path.join(temporary, `slipway-${paths.id}-`));
  await closeFolder(run);
  await writeJson(paths.sockets, { run });
  return sandboxPaths(paths.dir, run);
}

export async function removeRunFolder({ run, sockets }: SandboxPaths): Promise<void> {
  await rm(run, { recursive: true, force: true });
  await removeFile(sockets);
}
