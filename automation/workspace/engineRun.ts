import { CommandError, Stack, type LocalWorkspace } from "@pulumi/pulumi/automation";
import { messageOf } from "../../support/errors";
import type { Clock } from "../../support/clock";
import { relayCancel } from "./cancel";
import { clearDeadLocks } from "./clearDeadLocks";
import { encodeRunRequest, runVariable } from "../../contract/runRequest";
import { systemProcesses } from "./engineProcesses";
import { noticeOf, type EngineEventLike, type EngineNotice } from "./engineNotice";
import { StackLocked } from "./errors";
import { known } from "./explainPulumi";
import type { RunFolder } from "./runFolder";
import { parseStackState, type StackState } from "./stackState";
import { parseUpdateHistory, type PastUpdate } from "./updateHistory";
import type { EngineOptions, EngineResult, OpenStack, StackConfig, UpOptions } from "./workspace";

/** Runs Pulumi's command line for this stack. @returns what it printed */
export type PulumiCommands = (args: string[]) => Promise<string>;

/** An open stack, driven through the Automation API. */
export class EngineRun implements OpenStack {
  readonly name: string;
  readonly origin: OpenStack["origin"];
  readonly config: StackConfig;
  private readonly clock: Clock;
  private readonly pulumi: PulumiCommands;
  /** The variables of every run, to which each adds its own. */
  private readonly variables: Readonly<Record<string, string>>;

  constructor(
    private readonly workspace: LocalWorkspace,
    private readonly run: RunFolder,
    facts: Pick<OpenStack, "name" | "origin" | "config"> & { clock: Clock; pulumi: PulumiCommands },
  ) {
    this.name = facts.name;
    this.origin = facts.origin;
    this.config = facts.config;
    this.clock = facts.clock;
    this.pulumi = facts.pulumi;
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
    return parseStackState(await this.pulumi(["stack", "export", "--stack", this.name]));
  }

  async history(limit: number): Promise<PastUpdate[]> {
    const page = ["--page-size", String(limit), "--page", "1"];
    return parseUpdateHistory(
      await this.pulumi(["stack", "history", "--json", ...page, "--stack", this.name]),
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
      const { clock } = this;
      const said = messageOf(error.cause);
      const done = await clearDeadLocks(said, systemProcesses, clock, options.signal);
      if (done === undefined) throw error;
      options.onNotice({ kind: "diagnostic", level: "warning", message: done });
      return this.operate(options, work);
    }
  }

  private async operate(options: EngineOptions, work: Work): Promise<EngineResult> {
    this.workspace.envVars = {
      ...this.variables,
      ...options.env,
      [runVariable]: encodeRunRequest(options.request, process.pid),
    };
    const stack = await this.stack();
    const cancel = relayCancel(this.clock, options.signal);
    const seen = { work: false };
    const onEvent = (event: EngineEventLike) => {
      const notice: EngineNotice | undefined = noticeOf(event);
      if (notice && isWork(notice)) seen.work = true;
      if (notice?.kind === "cancelling") cancel.seen();
      if (notice) options.onNotice(notice);
    };
    try {
      await work(stack, {
        parallel: options.parallel,
        target: options.targets && [...options.targets],
        exclude: options.exclude && [...options.exclude],
        configFile: this.run.stackFile,
        color: "never",
        suppressOutputs: true,
        suppressProgress: true,
        signal: cancel.signal,
        onEvent,
        userAgent: "slipway",
      });
      return { succeeded: true, cancelled: options.signal?.aborted ?? false };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const message = messageOf(error);
      // Later the engine also prints what others say: a container's last lines may name a passphrase.
      const between = seen.work ? undefined : known(message, this.name, this.clock.now());
      if (between) throw between;
      // An engine that the signal reaches before it listens dies without a word.
      const cancelled = cancel.wasSeen || (options.signal?.aborted ?? false);
      return { succeeded: false, cancelled, message };
    } finally {
      cancel.done();
    }
  }
}

/** The engine has come to the resources of a release: whatever ends it now, it was let in. */
function isWork(notice: EngineNotice): boolean {
  if (notice.kind === "resource") return !notice.resource.type.startsWith("pulumi:");
  return notice.kind === "release" || notice.kind === "unchanged";
}

type Work = (stack: Stack, common: CommonOptions) => Promise<unknown>;
type CommonOptions = Parameters<Stack["preview"]>[0] & Parameters<Stack["up"]>[0];
