import type { ReadSettings } from "../../config/settings";
import type { RunRequest } from "../../contract/runRequest";
import type { EngineNotice } from "./engineNotice";
import type { StackState } from "./stackState";
import type { PastUpdate } from "./updateHistory";

/** The Pulumi project that a command acts on, and its stacks. */
export interface Workspace {
  /** Absolute path of the folder that holds Pulumi.yaml. */
  readonly folder: string;

  /**
   * Opens the stack `name` without selecting it for the user and without writing
   * `Pulumi.<name>.yaml`.
   * @throws WorkspaceError's subclasses: no backend, no such stack, wrong passphrase, …
   */
  open(name: string, mode: OpenMode): Promise<OpenStack>;
}

/**
 * `create`: a stack that has a file but is not in the backend yet is made there. `read`: it is
 * not; an empty state that is thrown away stands in for it. `scratch`: with the stack's
 * configuration, but always on an empty state that is thrown away; locks nothing.
 */
export type OpenMode = "read" | "create" | "scratch";

export interface OpenStack {
  readonly name: string;
  /** `created`: by this call; `absent`: not in the backend, an empty one stands in for it. */
  readonly origin: "existing" | "created" | "absent";
  readonly config: StackConfig;
  /** Shows what `up` would do; reads only. Resolves whatever the engine's verdict was. */
  preview(options: EngineOptions): Promise<EngineResult>;
  up(options: UpOptions): Promise<EngineResult>;
  /** What the stack's state says now. */
  state(): Promise<StackState>;
  /** The latest updates, newest first, at most `limit`. */
  history(limit: number): Promise<PastUpdate[]>;
  /** Removes what was put down for this run. */
  close(): Promise<void>;
}

/** Stack configuration as text: objects and lists as JSON, secrets decrypted. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

export interface EngineOptions {
  /** How many resources the engine works on at once. */
  readonly parallel: number;
  /** For a program in the runner's process; another one reads its settings itself. */
  readonly read: ReadSettings;
  /** The run that the program is to carry out. */
  readonly request: RunRequest;
  /** Variables for the engine and what it starts, beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Every notice, in order, as it comes. */
  readonly onNotice: (notice: EngineNotice) => void;
  /** Asks the engine to stop; it then answers for what is in flight. */
  readonly signal?: AbortSignal;
  /** URNs or wildcards: only these resources. */
  readonly targets?: readonly string[];
  /** URNs of the state that stay in it as they are, whatever the program declares. */
  readonly exclude?: readonly string[];
}

export interface UpOptions extends EngineOptions {
  /** For Pulumi's own history. */
  readonly message: string;
  /** Reads everything first: needed where a run died while it made something. */
  readonly refresh?: boolean;
}

export interface EngineResult {
  readonly succeeded: boolean;
  /** The engine was told to stop. */
  readonly cancelled: boolean;
  /** What the engine printed when it failed; may hold secrets until masked. */
  readonly message?: string;
}
