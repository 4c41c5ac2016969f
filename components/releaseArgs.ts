import type * as pulumi from "@pulumi/pulumi";
import type { ProviderArgs, TaskNetworkArgs } from "../provider/sdk";

/** A release: images, most often of one commit, put onto services of one cluster. */
export interface EcsReleaseArgs {
  cluster: pulumi.Input<string>;
  /** The version that the services report, usually the commit. */
  commit: pulumi.Input<string>;
  /** By a name of their own, which `services[].containers` refer to. */
  images: Readonly<Record<string, ReleaseImageArgs>>;
  /** Names, or more about a service. Their order means nothing; see `after`. */
  services: readonly (string | ReleaseServiceArgs)[];
  /** Variables to set in the containers that get an image. The values are treated as secrets. */
  environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The variable that gets `commit`.
   * @default DD_VERSION
   */
  versionVariable?: pulumi.Input<string>;
  /** A command to run in a new revision before any service moves. */
  migration?: MigrationArgs;
  rollout?: RolloutArgs;
  /**
   * Supersedes a rollout of another deployer that is in progress. By default the release waits for
   * it, at most `rollout.timeout`, and is refused where it does not end.
   */
  overtake?: boolean;
}

/** Where an image comes from: exactly one of `build` and `existing`. */
export interface ReleaseImageArgs {
  /** `host[:port]/path` */
  repositoryUrl: pulumi.Input<string>;
  /** The environment's moving tag, e.g. `staging`; none without it. */
  environmentTag?: pulumi.Input<string>;
  /** What services that get it report, where that is not the release's `commit`. */
  version?: string;
  build?: BuildArgs;
  existing?: ExistingImageArgs;
  /** Further repositories that get the same digest before any service moves. */
  mirrors?: readonly MirrorArgs[];
  /** Whether a mirror's tag may be taken from another image: a dirty tree's names no commit. */
  moveTags?: boolean;
}

export interface MirrorArgs {
  /** `host[:port]/path` */
  repositoryUrl: string;
  /** How its account is reached, where that is not as the provider's own. */
  aws?: ProviderArgs;
}

/** Where an image is copied from that is to exist. */
export interface CopyArgs {
  /** `host[:port]/path` */
  repositoryUrl: string;
  /** How its account is reached, where that is not as the provider's own. */
  aws?: ProviderArgs;
}

/** An image that is in the repository already: a commit built before, or a promotion. */
export interface ExistingImageArgs {
  digest: pulumi.Input<string>;
  /**
   * Digests of the platforms' own manifests, where `digest` is an index of them: ECS may name
   * either.
   */
  manifests?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** The tag that the task definitions name; the digest without one. */
  tag?: pulumi.Input<string>;
  /** The repository that has it, where it is to be brought here first: a promotion. */
  copyFrom?: CopyArgs;
}

/** Both tags are pushed in one go. */
export interface BuildArgs {
  /** The tag of this commit. */
  tag: pulumi.Input<string>;
  /** A folder, relative to the Pulumi project. */
  context: string;
  /**
   * Relative to the Pulumi project.
   * @default `Dockerfile` in the context
   */
  dockerfile?: string;
  target?: string;
  /**
   * `os/arch[/variant]`
   * @default what the services run on
   */
  platforms?: readonly string[];
  buildArgs?: Readonly<Record<string, pulumi.Input<string>>>;
  labels?: Readonly<Record<string, pulumi.Input<string>>>;
  /** By id, the values. */
  secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** In BuildKit's notation: `type=registry,ref=…`. */
  cache?: { from?: readonly string[]; to?: readonly string[] };
  /**
   * The name of a buildx builder.
   * @default the one in use
   */
  builder?: string;
}

export interface ReleaseServiceArgs {
  name: string;
  /**
   * Container → name of its image.
   * @default the containers that run an image of the repository, or the only one there is
   */
  containers?: Readonly<Record<string, string>>;
  /** Services whose rollouts end first. */
  after?: readonly string[];
  /**
   * `service` copies the revision that the service runs, `family` its family's newest.
   * @default service
   */
  base?: "service" | "family";
}

export interface MigrationArgs {
  /** The service whose new revision is run. */
  service: string;
  /** @default the container that gets the image */
  container?: string;
  command: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** @default the service's own */
  network?: TaskNetworkArgs;
  /** Seconds. */
  timeout?: pulumi.Input<number>;
}

export interface RolloutArgs {
  /**
   * Seconds.
   * @default 1800
   */
  noProgress?: pulumi.Input<number>;
  /**
   * Seconds.
   * @default 3600
   */
  timeout?: pulumi.Input<number>;
  /**
   * Tasks that may fail alike before a rollout is stopped.
   * @default off: ECS's circuit breaker decides
   */
  failEarly?: pulumi.Input<number>;
  /** A new value makes one forced deployment, also of the revision that runs already. */
  force?: pulumi.Input<string>;
}
