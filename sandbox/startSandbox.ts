import { spawn } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemClock, type Clock } from "../support/clock";
import { withDeadline } from "../support/deadline";
import { checkout, program } from "../support/checkout";
import { SandboxFailed, SandboxRunning } from "./errors";
import { removeLeftovers, removeMementos } from "./leftovers";
import { isRunning, recordProcess } from "./processTable";
import { completeOptions, type SandboxOptions } from "./sandboxOptions";
import { markFolder, startingAlone } from "./sandboxFolder";
import { makeRunFolder } from "./runFolder";
import type { SandboxPaths } from "./sandboxPaths";
import { readState, writeJson, type ProcessRecord, type SandboxState } from "./sandboxState";
import { stopSandbox } from "./stopSandbox";

/** A running sandbox. */
export interface Sandbox {
  readonly state: SandboxState;
  /** Ends it, and resolves when nothing of it is left but its logs and Pulumi's state. */
  stop(): Promise<void>;
}

/** Real milliseconds for everything to be up; an image for the builder may have to be pulled. */
const startTime = 180_000;

/**
 * Starts a sandbox: an emulated AWS, a registry, a builder and, where none answers, a Docker engine. It runs until it is
 * stopped, also after this process has ended unless it is `attached`. Each start begins anew: with an empty AWS and without Pulumi state.
 * @throws SandboxFolderTaken, SandboxRunning, SandboxFailed, ProgramMissing
 */
export async function startSandbox(
  options: SandboxOptions,
  clock: Clock = systemClock,
  signal?: AbortSignal,
): Promise<Sandbox> {
  const paths = await markFolder(options.dir);
  return startingAlone(paths, () => startIn(paths, options, clock, signal));
}

async function startIn(
  paths: SandboxPaths,
  options: SandboxOptions,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Sandbox> {
  const { dir } = paths;
  const present = await readState(paths.state);
  if (present && (await isRunning(present.supervisor))) {
    throw new SandboxRunning(
      `A sandbox runs in ${dir} already (process ${present.supervisor.pid}).`,
      "Use it, stop it with `slipway sandbox stop`, or give another folder with --dir.",
    );
  }
  await removeLeftovers(paths, clock);
  await removeMementos(paths);
  await makeRunFolder(paths, tmpdir());
  await mkdir(paths.logs, { recursive: true, mode: 0o700 });
  await writeJson(paths.options, { ...completeOptions(options), dir });
  const supervisor = await spawnSupervisor(paths, options.attached);
  try {
    const state = await withDeadline(
      clock,
      startTime,
      "Starting the sandbox",
      (deadline) => untilRunning(paths, supervisor, clock, deadline),
      signal,
    );
    return {
      state,
      stop: async () => {
        await stopSandbox({ dir }, clock);
      },
    };
  } catch (error) {
    if (await isRunning(supervisor)) process.kill(supervisor.pid, "SIGTERM");
    throw error;
  }
}

async function spawnSupervisor(
  { dir, logs }: SandboxPaths,
  attached = false,
): Promise<ProcessRecord> {
  const log = await open(path.join(logs, "supervisor.log"), "a", 0o600);
  const child = spawn(process.execPath, [...program("sandbox"), "supervise", dir], {
    cwd: checkout,
    detached: true,
    stdio: [attached ? "pipe" : "ignore", log.fd, log.fd],
  });
  await log.close();
  child.unref();
  // Nothing is ever written: the system closes it with this process. It doesn't keep the process.
  (child.stdin as Socket | null)?.unref();
  return recordProcess("supervisor", child.pid ?? 0);
}

async function untilRunning(
  paths: SandboxPaths,
  supervisor: ProcessRecord,
  clock: Clock,
  signal: AbortSignal,
): Promise<SandboxState> {
  while (true) {
    const alive = await isRunning(supervisor);
    const state = await readState(paths.state);
    if (state?.status === "running") return state;
    if (state?.error) throw new SandboxFailed(state.error.message, state.error.remedy);
    if (!alive) {
      const log = path.join(paths.logs, "supervisor.log");
      const text = (await readFile(log, "utf8").catch(() => "")).trim();
      throw new SandboxFailed(`The sandbox ended while it started. ${text}`, `Look into ${log}.`);
    }
    await clock.sleep(50, signal);
  }
}
