import { mkdir } from "node:fs/promises";
import type { Clock } from "../support/clock";
import { SlipwayError, messageOf } from "../support/errors";
import { createTaskNetwork } from "./dockerObjects";
import { removeLeftovers } from "./leftovers";
import { Parts } from "./part";
import { startBuilder } from "./parts/builder";
import { writeDockerLogin } from "./parts/dockerLogin";
import { startEmulator } from "./parts/emulator";
import { chooseEngine, connect, startEngine, type Engine } from "./parts/engine";
import { startRegistry } from "./parts/registry";
import { startWatchdog } from "./parts/watchdog";
import { recordProcess } from "./processTable";
import { Programs } from "./programs";
import type { CompleteSandboxOptions } from "./sandboxOptions";
import type { SandboxPaths } from "./sandboxPaths";
import { removeFile, writeJson, type EngineRecord, type SandboxState } from "./sandboxState";
import { shellEnvironment, shellFolders } from "./shellEnvironment";
import type { Environment } from "../support/environment";

/** Real milliseconds a part gets to end by itself: the emulator removes every task's containers. */
const patience = 15_000;
/** An ECR token, and so the Docker login, lives 12 hours. */
const loginRenewal = 6 * 3600_000;

/**
 * Starts everything of a sandbox, keeps it until `signal` aborts or a part ends by itself, and removes it. What came of
 * it is in state.json; nothing is thrown.
 */
export async function supervise(
  options: CompleteSandboxOptions,
  paths: SandboxPaths,
  env: Environment,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const parts = new Parts(clock, paths.logs, (records) => writeJson(paths.processes, records));
  const base = await baseState(options, paths, clock);
  let failure: unknown;
  try {
    const { state, login } = await startAll(options, paths, env, parts, base, signal);
    await writeJson(paths.state, state);
    failure = await untilOver(parts, login, clock, signal);
  } catch (error) {
    failure = signal.aborted ? undefined : error;
  }
  await parts.endExcept("dockerd", patience);
  await removeLeftovers(paths, clock);
  if (failure === undefined) await removeFile(paths.state);
  else {
    const remedy = failure instanceof SlipwayError ? failure.remedy : undefined;
    const error = { message: messageOf(failure), remedy };
    await writeJson(paths.state, { ...base, status: "failed", error } satisfies SandboxState);
  }
}

async function baseState(
  { timeScale, runtime, account, region }: CompleteSandboxOptions,
  { id, logs }: SandboxPaths,
  clock: Clock,
): Promise<SandboxState> {
  return {
    version: 1,
    status: "running",
    id,
    supervisor: await recordProcess("supervisor", process.pid),
    startedAt: new Date(clock.now()).toISOString(),
    timeScale,
    runtime,
    account,
    region,
    logs,
    env: {},
    folders: [],
  };
}

async function startAll(
  options: CompleteSandboxOptions,
  paths: SandboxPaths,
  env: Environment,
  parts: Parts,
  base: SandboxState,
  signal: AbortSignal,
): Promise<{ state: SandboxState; login: () => Promise<void> }> {
  for (const folder of [paths.run, paths.storage, paths.pulumi, paths.dockerConfig]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  const programs = await Programs.read(env);
  await startWatchdog(parts, paths, env);
  const engine =
    options.runtime === "docker" ? await chooseEngine(paths, env, options.engine) : undefined;
  if (engine) await writeJson(paths.engine, { host: engine.host } satisfies EngineRecord);
  const ready = readyEngine(parts, paths, programs, env, engine);
  const [address, builder] = await allOrNone([
    startEmulator(parts, paths, programs, env, options, engine?.host),
    startBuilder(parts, paths, programs, env, options, ready),
    startRegistry(parts, paths, programs),
    ready,
  ]);
  signal.throwIfAborted();
  const { endpoint, registryHost, token } = address;
  const dockerHost = engine?.host;
  if (engine) {
    await writeJson(paths.engine, { host: engine.host, registryHost } satisfies EngineRecord);
  }
  const { region } = options;
  const login = () => writeDockerLogin(paths, programs, address, region);
  await login();
  const state: SandboxState = {
    ...base,
    endpoint,
    controlToken: token,
    registryHost,
    dockerHost,
    ownEngine: engine?.own,
    builder,
    folders: shellFolders(programs, env),
    env: shellEnvironment(paths, programs, { ...address, region, dockerHost, builder }, env),
  };
  return { state, login };
}

async function readyEngine(
  parts: Parts,
  paths: SandboxPaths,
  programs: Programs,
  env: Environment,
  engine: Engine | undefined,
): Promise<Engine | undefined> {
  if (!engine) return undefined;
  if (engine.own) await startEngine(parts, paths, programs, env, engine.host);
  await createTaskNetwork(connect(engine.host), paths.id);
  return engine;
}

/** Like Promise.all, but waits for all: what was started must be known before everything is ended. */
async function allOrNone<T extends readonly Promise<unknown>[]>(
  promises: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** @returns why the sandbox ended, or undefined when it was told to */
async function untilOver(
  parts: Parts,
  login: () => Promise<void>,
  clock: Clock,
  signal: AbortSignal,
): Promise<unknown> {
  const over = new AbortController();
  const renewing = keepLogin(login, clock, AbortSignal.any([signal, over.signal]));
  const told = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  const ended = await Promise.race([parts.firstEnded(), told]);
  over.abort(new Error("The sandbox ends."));
  await renewing;
  return ended && parts.failure(ended, "ended by itself");
}

async function keepLogin(
  login: () => Promise<void>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await clock.sleep(loginRenewal, signal);
      await login();
    } catch {
      // Told to end, or tried again at the next renewal: the present login holds for 6 hours more.
    }
  }
}
