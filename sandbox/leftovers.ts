import { rm } from "node:fs/promises";
import path from "node:path";
import type { Clock } from "../support/clock";
import { removeDockerObjects } from "./dockerObjects";
import { removeEngineRemains } from "./engineRemains";
import { connect } from "./parts/engine";
import { endProcess } from "./processTable";
import { removeRunFolder } from "./runFolder";
import type { SandboxPaths } from "./sandboxPaths";
import { readEngine, readProcesses, removeFile, type ProcessRecord } from "./sandboxState";

/** Real milliseconds a process gets to end by itself. */
const patience = 15_000;

/**
 * Removes what a sandbox left that could not end by itself: its processes, what it made in a Docker engine, sockets and
 * storage. The same for a supervisor that ends, a watchdog that finds it dead, and the next start.
 */
export async function removeLeftovers(paths: SandboxPaths, clock: Clock): Promise<void> {
  const records = (await readProcesses(paths.processes)).filter(({ pid }) => pid !== process.pid);
  const isEngine = ({ name }: ProcessRecord) => name === "dockerd";
  const others = records.filter((record) => !isEngine(record)).toReversed();
  for (const record of others) await endProcess(record, clock, patience);
  const engine = await readEngine(paths.engine);
  if (engine) await emptyEngine(engine.host, paths.id, engine.registryHost);
  for (const record of records.filter(isEngine)) await endProcess(record, clock, patience);
  await removeEngineRemains(paths);
  await rm(paths.storage, { recursive: true, force: true });
  await removeRunFolder(paths);
  for (const file of [paths.processes, paths.engine, paths.options]) await removeFile(file);
  for (const folder of [paths.dockerConfig, paths.buildx]) {
    await rm(folder, { recursive: true, force: true });
  }
}

async function emptyEngine(host: string, id: string, registryHost?: string): Promise<void> {
  try {
    const docker = connect(host);
    await docker.ping();
    await removeDockerObjects(docker, id, registryHost);
  } catch {
    // The engine is gone, and its containers with it.
  }
}

/** What a sandbox leaves on purpose: logs and Pulumi's state. Wiped before the next one starts. */
export async function removeMementos(paths: SandboxPaths): Promise<void> {
  await removeFile(paths.state);
  for (const folder of [paths.logs, paths.pulumi, path.join(paths.dir, "run")]) {
    await rm(folder, { recursive: true, force: true });
  }
}
