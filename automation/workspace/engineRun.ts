import { CommandError, Stack, type LocalWorkspace } from "@pulumi/pulumi/automation";
import { messageOf } from "../../support/errors";
import type { Clock } from "../../support/clock";
import type { Environment } from "../../support/environment";
import { relayCancel } from "./cancel";
import type { AttachedProvider } from "./attachProvider";
import { clearDeadLocks } from "./clearDeadLocks";
import { encodeRunRequest, runVariable, type RunRequest } from "../../contract/runRequest";
import { systemProcesses } from "./engineProcesses";
import type { EngineEventLike, EngineNotice } from "./engineNotice";
import { StackLocked } from "./errors";
import { known } from "./explainPulumi";
import type { InlineProgram } from "./inline/inlineProgram";
import { LeftRejections } from "./inline/leftRejections";
import type { RunFolder } from "./runFolder";
import { parseStackState, type StackState } from "./stackState";
import { parseUpdateHistory, type PastUpdate } from "./updateHistory";
import { WatchedRun } from "./watchedRun";
import type { EngineOptions, EngineResult, OpenStack, StackConfig, UpOptions } from "./workspace";

/** Runs Pulumi's command line for this stack. @returns what it printed */
export type PulumiCommands = (args: string[]) => Promise<string>;

export interface EngineFacts extends Pick<OpenStack, "name" | "origin" | "config"> {
  /** The state that Pulumi exported a moment ago. */
  readonly state?: string;
}

/** What an open stack works with. */
export interface EngineGround {
  readonly clock: Clock;
  readonly pulumi: PulumiCommands;
  /** Everything in the environment of this process. */
  readonly env: Environment;
  readonly attach: (env: Environment, request: RunRequest) => Promise<AttachedProvider>;
  /** The project's program, where it runs in this process. */
  readonly program: InlineProgram | undefined;
}

/** An open stack, driven through the Automation API. */
export class EngineRun implements OpenStack {
  readonly name: string;
  readonly origin: OpenStack["origin"];
  readonly config: StackConfig;
  /** The state as it was when the stack was opened, for the first look at it. */
  private exported: string | undefined;
  /** The variables of every run, to which each adds its own. */
  private readonly variables: Readonly<Record<string, string>>;

  constructor(
    private readonly workspace: LocalWorkspace,
    private readonly run: RunFolder,
    { name, origin, config, state }: EngineFacts,
    private readonly ground: EngineGround,
  ) {
    this.name = name;
    this.origin = origin;
    this.config = config;
    this.exported = state;
    this.variables = workspace.envVars;
  }

  preview(options: EngineOptions): Promise<EngineResult> {
    return this.operate(options, (stack, common) => stack.preview(common));
  }

  up(options: UpOptions): Promise<EngineResult> {
    return this.unlocked(options, (stack, common) =>
      // A failing rollout shall not keep the others from being tried and reported.
      stack.up({
        ...common,
        message: options.message,
        continueOnError: true,
        ...(options.refresh && { refresh: true }),
      }),
    );
  }

  async state(): Promise<StackState> {
    const known = this.exported;
    this.exported = undefined;
    return parseStackState(
      known ?? (await this.ground.pulumi(["stack", "export", "--stack", this.name])),
    );
  }

  async history(limit: number): Promise<PastUpdate[]> {
    const page = ["--page-size", String(limit), "--page", "1"];
    return parseUpdateHistory(
      await this.ground.pulumi(["stack", "history", "--json", ...page, "--stack", this.name]),
    );
  }

  async close(): Promise<void> {
    await this.run.remove();
  }

  private async stack(): Promise<Stack> {
    const stack = await Stack.select(this.name, this.workspace);
    // After an update it would ask for outputs and history, a second's work that nobody reads,
    // and without the copy of the stack's file: Pulumi would write into the original.
    stack.outputs = () => Promise.resolve({});
    stack.info = () => Promise.resolve(undefined);
    return stack;
  }

  /** Operates also where a run of this machine died and left its lock. */
  private async unlocked(options: EngineOptions, work: Work): Promise<EngineResult> {
    try {
      return await this.operate(options, work);
    } catch (error) {
      if (!(error instanceof StackLocked)) throw error;
      const { clock } = this.ground;
      const said = messageOf(error.cause);
      const done = await clearDeadLocks(said, systemProcesses, clock, options.signal);
      if (done === undefined) throw error;
      options.onNotice({ kind: "diagnostic", level: "warning", message: done });
      return this.operate(options, work);
    }
  }

  private async operate(options: EngineOptions, work: Work): Promise<EngineResult> {
    const { ground } = this;
    this.exported = undefined;
    const { request, read } = options;
    const own = {
      ...this.variables,
      ...options.env,
      [runVariable]: encodeRunRequest(request, process.pid),
    };
    const env = { ...ground.env, ...own };
    const provider = await ground.attach(env, request);
    if (provider.warning !== undefined) options.onNotice(warning(provider.warning));
    this.workspace.envVars = { ...own, ...provider.env };
    const program = ground.program?.({ request, read, env });
    try {
      const watched = new WatchedRun(options.onNotice, relayCancel(ground.clock, options.signal));
      const stack = await this.stack();
      const run = () =>
        this.ended(watched, options, (common) =>
          work(stack, { ...common, ...(program && { program }) }),
        );
      const tell = (message: string) => options.onNotice(warning(message));
      const result = program ? await left.during(tell, run) : await run();
      if (watched.ours && !provider.wasUsed) options.onNotice(warning(ignoredWarning));
      return result;
    } finally {
      provider.close();
    }
  }

  private async ended(
    watched: WatchedRun,
    options: EngineOptions,
    work: (common: CommonOptions) => Promise<unknown>,
  ): Promise<EngineResult> {
    const { cancel } = watched;
    try {
      await work({
        parallel: options.parallel,
        target: options.targets && [...options.targets],
        exclude: options.exclude && [...options.exclude],
        configFile: this.run.stackFile,
        color: "never",
        suppressOutputs: true,
        suppressProgress: true,
        signal: cancel.signal,
        onEvent: (event: EngineEventLike) => watched.observe(event),
        userAgent: "slipway",
      });
      return { succeeded: true, cancelled: options.signal?.aborted ?? false };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const message = messageOf(error);
      // Later the engine also prints what others say: a container's last lines may name a passphrase.
      const between = watched.work ? undefined : known(message, this.name, this.ground.clock.now());
      if (between) throw between;
      // An engine that the signal reaches before it listens dies without a word.
      const cancelled = cancel.wasSeen || (options.signal?.aborted ?? false);
      return { succeeded: false, cancelled, message };
    } finally {
      cancel.done();
    }
  }
}

/** The engine knew this process's provider, and used another one. */
export const ignoredWarning =
  "The engine started a provider of its own instead of using the runner's. The release is as right, only slower.";

/** One for the process, as its programs are one after the other. */
const left = new LeftRejections(process);

function warning(message: string): EngineNotice {
  return { kind: "diagnostic", level: "warning", message };
}

type Work = (stack: Stack, common: CommonOptions) => Promise<unknown>;
type CommonOptions = Parameters<Stack["preview"]>[0] & Parameters<Stack["up"]>[0];
