import type { AwsSettings } from "../contract/awsSettings";
import type { Flags } from "../contract/runFlags";

export type { Flags };

/** Everything that a release is asked to do: checked, complete, with defaults filled in. */
export interface Settings {
  /** The environment, i.e. the Pulumi stack's name: `staging`. */
  readonly stack: string;
  readonly cluster: string;
  readonly commit: Commit;
  /** At least one. */
  readonly images: readonly ImageSettings[];
  /** At least one, no name twice, in the order given. */
  readonly services: readonly ServiceSettings[];
  /** Variables to set in the chosen containers. The values are secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** The variable that gets `commit.version`. */
  readonly versionVariable: string;
  readonly migration?: MigrationSettings;
  readonly rollout: RolloutSettings;
  /** Releases what another environment runs instead of building. */
  readonly promotion?: PromotionSettings;
  /** Checks after the rollouts; often none. */
  readonly gates: readonly GateSettings[];
  /** Channels that report how the release ended. */
  readonly notify: readonly NotifySettings[];
  readonly aws: AwsSettings;
}

export interface Commit {
  /** As given or as git has it, in lower case: 7 to 40 hexadecimal digits (64 in SHA-256 repositories). */
  readonly sha: string;
  /** `sha`, with `-dirty` where the working tree has changes: what `{commit}` in a tag and the version variable get. */
  readonly version: string;
  readonly dirty: boolean;
  readonly source: "flag" | "environment" | "git" | "promotion";
  /**
   * Why it can't be built here, as the end of a sentence: git has something else checked out. What
   * is there of it already may be released all the same.
   */
  readonly notCheckedOut?: string;
}

export interface ImageSettings {
  /** Its key in `images`; in the short form, the last part of the repository. */
  readonly name: string;
  /** `host[:port]/path`, no scheme, tag or digest. */
  readonly repositoryUrl: string;
  /** The tag of this commit, formatted and valid. */
  readonly tag: string;
  /** The moving tag; undefined when switched off. */
  readonly environmentTag: string | undefined;
  /** Whether a setting asked for the moving tag: if not, it is left out where tags are immutable. */
  readonly environmentTagAsked: boolean;
  /** A tag or digest that is in the repository already and is released as it is. */
  readonly existing?: string;
  /** How to build it where it does not exist yet; absent exactly when `existing` is set. */
  readonly build?: BuildSettings;
  /** Further repositories that get the same digest under the commit's tag. */
  readonly mirrors: readonly MirrorSettings[];
  /** What another environment runs of it: `existing` is its tag or digest, once it was copied. */
  readonly promoted?: PromotedImageSettings;
  /** What services that get it report, where that is not the run's commit. */
  readonly version?: string;
}

export interface MirrorSettings {
  /** `host[:port]/path` */
  readonly repositoryUrl: string;
  /** How its account is reached; absent = as the environment's own. */
  readonly aws?: AwsSettings;
}

export interface PromotedImageSettings {
  /** Where it is copied from. */
  readonly repositoryUrl: string;
  readonly digest: string;
  /** Of the manifests inside it, where it is an index. */
  readonly manifests: readonly string[];
  readonly tag?: string;
  /** How the other environment is reached. */
  readonly aws: AwsSettings;
}

export interface PromotionSettings {
  /** The environment whose images are released. */
  readonly from: string;
  /** How it is reached, where that is not as its own file says. */
  readonly aws?: AwsSettings;
}

export interface BuildSettings {
  /** A folder, relative to the project. */
  readonly context: string;
  /** Relative to the project; absent = `Dockerfile` in the context. */
  readonly dockerfile?: string;
  readonly target?: string;
  /** `os/arch[/variant]`; absent = that of the services. */
  readonly platforms?: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Build secrets by id: the name of the variable or file that holds the value, never the value. */
  readonly secrets: Readonly<Record<string, BuildSecret>>;
  /** In BuildKit's own notation: `type=registry,ref=…`. */
  readonly cache: { readonly from: readonly string[]; readonly to: readonly string[] };
  /** A buildx builder's name; absent = the one in use. */
  readonly builder?: string;
  /** Where all of this but the builder is written: a target of a bake file. */
  readonly bake?: { readonly target: string; readonly file?: string };
}

export type BuildSecret = { readonly env: string } | { readonly file: string };

export interface ServiceSettings {
  readonly name: string;
  /** Container → name of its image; absent = chosen by repository, else the only container. */
  readonly containers?: Readonly<Record<string, string>>;
  /** Names of services whose rollouts end first. */
  readonly after: readonly string[];
  /** Which revision is copied: the one that the service runs, or the family's newest. */
  readonly base: "service" | "family";
}

export interface MigrationSettings {
  /** The service whose new revision the task runs. */
  readonly service: string;
  /** Absent = the container that gets the image. */
  readonly container?: string;
  readonly command: string[];
  /** Absent = the service's own. */
  readonly network?: TaskNetwork;
  /** Seconds. */
  readonly timeout: number;
}

export interface TaskNetwork {
  readonly subnets: string[];
  readonly securityGroups?: string[];
  readonly assignPublicIp?: boolean;
}

export interface RolloutSettings {
  /** Seconds without any change after which a rollout counts as stuck. */
  readonly noProgress: number;
  /** Seconds. */
  readonly timeout: number;
  /** Tasks that may fail alike before a rollout is stopped. */
  readonly failEarly: number | false;
  readonly onFailure: "rollback" | "stop";
  readonly onCancel: "leave" | "rollback";
}

/** A check after the rollouts. Times in seconds. */
export type GateSettings = AlarmsGateSettings | HttpGateSettings | CommandGateSettings;

export interface AlarmsGateSettings {
  readonly kind: "alarms";
  /** Names of CloudWatch alarms. */
  readonly alarms: readonly string[];
  readonly for: number;
  readonly every: number;
}

export interface HttpGateSettings {
  readonly kind: "http";
  readonly url: string;
  readonly status: number;
  /** What has to stand somewhere in the answer. */
  readonly body?: string;
  /** Where the answer names the version: a field of its JSON (`build.commit`), or `header:NAME`. */
  readonly version?: string;
  readonly for: number;
  readonly every: number;
}

export interface CommandGateSettings {
  readonly kind: "command";
  readonly command: readonly string[];
  readonly for: number;
  /** Absent = it is run once. */
  readonly every?: number;
}

/** A channel that reports releases. */
export type NotifySettings =
  /** An incoming webhook. */
  | { readonly kind: "slack"; readonly url: SecretSource }
  | { readonly kind: "slack channel"; readonly channel: string; readonly token: SecretSource }
  | { readonly kind: "webhook"; readonly url: SecretSource }
  /** `topic`: its ARN. */
  | { readonly kind: "sns"; readonly topic: string };

/** A secret value, or the variable of the run that holds it. */
export type SecretSource = { readonly value: string } | { readonly env: string };

/** What git says about the working directory; `found: false` carries why not, as a sentence. */
export type GitFacts =
  | {
      readonly found: true;
      readonly head: string;
      readonly dirty: boolean;
      /** The whole hash of the commit that it was asked for, where git knows it. */
      readonly named?: string;
    }
  | { readonly found: false; readonly reason: string };

export interface SettingsInput {
  readonly stack: string;
  /** Full key (`slipway:cluster`, `aws:region`) → text; objects and lists as JSON. */
  readonly stackConfig: Readonly<Record<string, string>>;
  /** Keys of `stackConfig` that are stored as secrets: their values show nowhere. */
  readonly secretKeys?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags?: Flags;
  readonly git: GitFacts;
}

/** Where a setting's value came from, for `--explain`. */
export interface Origin {
  /** The setting's name: `cluster`, `aws.region`, `rollout.timeout`. */
  readonly name: string;
  /** The value as shown to people; never a secret one. */
  readonly value: string;
  /** `flag --cluster`, `environment CLUSTER_NAME`, `Pulumi.staging.yaml slipway:cluster`, `default`, `git HEAD`. */
  readonly origin: string;
}

export interface ReadSettings {
  readonly settings: Settings;
  /** Of the stack's configuration, whatever this run is for; absent where it names none. */
  readonly configuredServices?: readonly string[];
  readonly origins: readonly Origin[];
  readonly warnings: readonly string[];
}
