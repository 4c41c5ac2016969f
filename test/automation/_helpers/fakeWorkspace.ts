import type { EngineNotice } from "../../../automation/workspace/engineNotice";
import { noticeOf, type EngineEventLike } from "../../../automation/workspace/engineNotice";
import type { PastUpdate } from "../../../automation/workspace/updateHistory";
import type { StackState } from "../../../automation/workspace/stackState";
import type {
  EngineOptions,
  EngineResult,
  OpenMode,
  OpenStack,
  StackConfig,
  UpOptions,
  Workspace,
} from "../../../automation/workspace/workspace";

export interface Scenario {
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  readonly origin?: OpenStack["origin"];
  /** What the engine streams, in order. */
  readonly events?: readonly EngineEventLike[];
  readonly result?: EngineResult;
  /** What later runs of the engine stream, and how they end; the last one holds for all that follow. */
  readonly later?: readonly Pick<Scenario, "events" | "result">[];
  readonly state?: Partial<StackState>;
  readonly history?: readonly PastUpdate[];
}

/** A stack whose engine replays events. */
export class FakeWorkspace implements Workspace, OpenStack {
  readonly folder = "/project";
  readonly name = "staging";
  readonly origin: OpenStack["origin"];
  readonly config: StackConfig;
  readonly opened: string[] = [];
  readonly runs: (EngineOptions | UpOptions)[] = [];
  closed = 0;

  constructor(private readonly scenario: Scenario) {
    this.origin = scenario.origin ?? "existing";
    this.config = { values: scenario.config ?? {}, secretKeys: scenario.secretKeys ?? [] };
  }

  open(name: string, mode: OpenMode): Promise<OpenStack> {
    this.opened.push(`${name} ${mode}`);
    return Promise.resolve(this);
  }

  preview(options: EngineOptions): Promise<EngineResult> {
    return this.run(options);
  }

  up(options: UpOptions): Promise<EngineResult> {
    return this.run(options);
  }

  state(): Promise<StackState> {
    return Promise.resolve({
      rollouts: [],
      revisions: [],
      tasks: [],
      outputs: {},
      pendingCreates: 0,
      ...this.scenario.state,
    });
  }

  history(limit: number): Promise<PastUpdate[]> {
    return Promise.resolve((this.scenario.history ?? []).slice(0, limit));
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }

  private run(options: EngineOptions): Promise<EngineResult> {
    const runs = [this.scenario, ...(this.scenario.later ?? [])];
    const { events, result } = runs[Math.min(this.runs.length, runs.length - 1)] ?? {};
    this.runs.push(options);
    const notices = (events ?? []).flatMap((e): EngineNotice[] => {
      const notice = noticeOf(e);
      return notice ? [notice] : [];
    });
    for (const notice of notices) options.onNotice(notice);
    return Promise.resolve(result ?? { succeeded: true, cancelled: false });
  }
}
