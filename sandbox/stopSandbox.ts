import { systemClock, type Clock } from "../support/clock";
import { removeLeftovers } from "./leftovers";
import { endProcess } from "./processTable";
import { findSandbox } from "./sandboxFolder";
import { readState, removeFile } from "./sandboxState";

/** Real milliseconds that a supervisor gets to end all its parts. */
const patience = 90_000;

/**
 * Ends the sandbox of a folder, and removes what one that was killed left there.
 * @returns whether there was a sandbox
 */
export async function stopSandbox(
  { dir }: { dir: string },
  clock: Clock = systemClock,
): Promise<{ stopped: boolean }> {
  const paths = await findSandbox(dir);
  if (paths === undefined) return { stopped: false };
  const state = await readState(paths.state);
  if (state) await endProcess(state.supervisor, clock, patience);
  await removeLeftovers(paths, clock);
  await removeFile(paths.state);
  return { stopped: state !== undefined };
}
