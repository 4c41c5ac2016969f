import type { EndReport } from "./releaseReport";

/** What every service of an environment runs: the document of `status --json`. */
export interface StatusReport {
  readonly environment: string;
  readonly cluster: string;
  readonly services: readonly ServiceStatus[];
  /**
   * Seconds by which AWS's clock is ahead of this machine's, at least: a local AWS may run faster.
   * `since` is AWS's time, `released.at` this machine's.
   */
  readonly awsAhead?: number;
}

export interface ServiceStatus {
  readonly service: string;
  /** `ACTIVE`, or `MISSING` where the cluster has none of this name. */
  readonly status: string;
  readonly revision?: string;
  readonly images: readonly RunningImage[];
  readonly desired?: number;
  readonly running?: number;
  readonly pending?: number;
  /** When the newest deployment began, ISO 8601. */
  readonly since?: string;
  readonly moving: boolean;
  /** ECS's own word of the newest deployment: `IN_PROGRESS`, `COMPLETED`, `FAILED`. */
  readonly rolloutState?: string;
  readonly deploymentId?: string;
  /** The last release that no rollback has left; absent where none is known. */
  readonly released?: { readonly revision: string; readonly commit: string; readonly at: string };
  /** How what it runs differs from that, in words; absent while it moves. */
  readonly drift?: string;
  /** How its deployment ended: only of `status --watch`. */
  readonly watched?: EndReport & { readonly reason: string };
  /** Every deployment that still has tasks, newest first, while something is moving. */
  readonly deployments: readonly DeploymentStatus[];
}

export interface RunningImage {
  readonly container: string;
  readonly image: string;
  /** What the tasks of the newest deployment run, where ECS says so. */
  readonly digests: readonly string[];
}

export interface DeploymentStatus {
  readonly revision: string;
  readonly status: string;
  readonly rolloutState?: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly failed: number;
}
