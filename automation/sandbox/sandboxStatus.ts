import { realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isRunning } from "./processTable";
import { sandboxPaths } from "./sandboxPaths";
import { readState, type SandboxState } from "./sandboxState";

/** What is in a folder: `dead` is a sandbox whose supervisor was killed. */
export type SandboxStatus =
  | { status: "running"; state: SandboxState }
  | { status: "failed" | "dead"; state: SandboxState }
  | { status: "none" };

export async function sandboxStatus({ dir }: { dir: string }): Promise<SandboxStatus> {
  const folder = await realpath(dir).catch(() => undefined);
  if (folder === undefined) return { status: "none" };
  const state = await readState(sandboxPaths(folder, tmpdir()).state);
  if (!state) return { status: "none" };
  if (state.status === "failed") return { status: "failed", state };
  return { status: (await isRunning(state.supervisor)) ? "running" : "dead", state };
}
