import type { GitFacts } from "../../config/settings";
import type { Settings } from "../../config/settings";
import type { EcsApi } from "../../targets/ecs/ecsApi";
import type { ImageRegistry } from "../../registry/imageRegistry";
import type { AwsSettings } from "../../contract/awsSettings";
import type { Clock } from "../../support/clock";
import type { AlarmsApi } from "../gates/alarmsApi";
import type { RunCommand } from "../gates/commandGate";
import type { Fetch } from "../gates/httpGate";
import type { BuildkiteAgent } from "../ci/buildkite/buildkiteAgent";
import type { IoHost } from "../io/ioHost";
import type { Mask } from "../io/mask";
import type { Notifier } from "../notify/notifier";
import type { StackConfig, Workspace } from "../workspace/workspace";

/** Everything of the outside world that actions touch. */
export interface ActionContext {
  /** @throws WorkspaceError's subclasses */
  readonly workspace: () => Promise<Workspace>;
  readonly io: IoHost;
  /** Gets every secret that an action learns, before any message. */
  readonly mask: Mask;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @param commit a hash or its beginning; the facts have it whole */
  readonly git: (folder: string, commit?: string) => Promise<GitFacts>;
  /** Logs a run in to the registries that it pushes to. */
  readonly dockerLogin: (settings: Settings) => Promise<DockerLogin>;
  readonly ecs: (settings: AwsSettings) => EcsApi;
  readonly registry: (settings: AwsSettings) => ImageRegistry;
  readonly alarms: (settings: AwsSettings) => AlarmsApi;
  /** For the HTTP gates. */
  readonly fetch: Fetch;
  /** Runs a gate's command in the project's folder. */
  readonly runCommand: RunCommand;
  /** Whether there is such a program to run there. */
  readonly hasProgram: (program: string) => boolean;
  /** The channels that are notified of a release. */
  readonly notifiers: (settings: Settings) => readonly Notifier[];
  /** Only in a Buildkite job. */
  readonly buildkite?: BuildkiteAgent;
  /** What can be known of the project without Pulumi and its state. */
  readonly project: ProjectFiles;
  /** Whether there are AWS credentials at all; does not check their rights. */
  readonly hasCredentials: (settings: AwsSettings) => Promise<boolean>;
  /** Aborts when the user wants the run to stop. */
  readonly signal: AbortSignal;
}

export interface ProjectFiles {
  readonly folder: string;
  /** A stack's configuration as its file has it, secrets left out. */
  readonly stackFile: (stack: string) => Promise<StackConfig>;
}

export interface DockerLogin {
  /** Variables for the engine. */
  readonly env: Readonly<Record<string, string>>;
  /** Passwords. */
  readonly secrets: readonly string[];
  remove(): Promise<void>;
}
