import { isRunning } from "./processTable";
import { findSandbox } from "./sandboxFolder";
import { readState, type SandboxState } from "./sandboxState";

/** What is in a folder: `dead` is a sandbox whose supervisor was killed. */
export type SandboxStatus =
  | { status: "running"; state: SandboxState }
  | { status: "failed" | "dead"; state: SandboxState }
  | { status: "none" };

export async function sandboxStatus({ dir }: { dir: string }): Promise<SandboxStatus> {
  const paths = await findSandbox(dir);
  const state = paths && (await readState(paths.state));
  if (!state) return { status: "none" };
  if (state.status === "failed") return { status: "failed", state };
  return { status: (await isRunning(state.supervisor)) ? "running" : "dead", state };
}
