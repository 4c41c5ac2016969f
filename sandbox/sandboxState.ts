import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { z } from "zod";

/** A process, told apart from a later one with the same id by when it started. */
export const processRecord = z.object({ name: z.string(), pid: z.number(), startTime: z.string() });
export type ProcessRecord = z.infer<typeof processRecord>;

/** state.json of a sandbox: where everything is, and the environment of a shell that works with it. */
export const sandboxState = z.object({
  version: z.literal(1),
  status: z.enum(["running", "failed"]),
  /** Names what the sandbox made in a Docker engine: label `slipway.sandbox`. */
  id: z.string(),
  supervisor: processRecord,
  startedAt: z.string(),
  timeScale: z.number(),
  runtime: z.enum(["docker", "simulated"]),
  account: z.string(),
  region: z.string(),
  /** Of the emulated AWS. */
  endpoint: z.string().optional(),
  /** What the emulator's control endpoint wants to see. */
  controlToken: z.string().optional(),
  /** `127.0.0.1:PORT`, the host of every repository's URL. */
  registryHost: z.string().optional(),
  dockerHost: z.string().optional(),
  /** Whether the engine belongs to the sandbox and ends with it. */
  ownEngine: z.boolean().optional(),
  /** Name of the BuildKit builder. */
  builder: z.string().optional(),
  /** Container logs that are not for CloudWatch, and what each part printed. */
  logs: z.string(),
  env: z.record(z.string(), z.string()),
  /** Of its programs: what comes first in `env.PATH`. */
  folders: z.array(z.string()).default([]),
  /** Of a sandbox that failed. */
  error: z.object({ message: z.string(), remedy: z.string().optional() }).optional(),
});
export type SandboxState = z.infer<typeof sandboxState>;

/** Undefined where there is none, or none that this version understands. */
export async function readState(file: string): Promise<SandboxState | undefined> {
  return sandboxState.safeParse(await readJson(file)).data;
}

export async function readProcesses(file: string): Promise<ProcessRecord[]> {
  return z.array(processRecord).safeParse(await readJson(file)).data ?? [];
}

const engineRecord = z.object({ host: z.string(), registryHost: z.string().optional() });
export type EngineRecord = z.infer<typeof engineRecord>;

export async function readEngine(file: string): Promise<EngineRecord | undefined> {
  return engineRecord.safeParse(await readJson(file)).data;
}

/** Readers see the old file or the new one, never half of it. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

export async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}
