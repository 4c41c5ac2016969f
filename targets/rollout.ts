import type { Evidence } from "../contract/evidence";
import type { Outcome } from "../contract/outcome";

/**
 * Moves services to revisions and waits for the end. One controller serves all rollouts of a
 * process, so that it can poll for all of them together.
 */
export interface RolloutController {
  /**
   * Resolves with a result whatever the outcome; rejects only when nothing was touched (service
   * not found, controller not supported, UpdateService refused …).
   * @param signal aborting it ends the wait within a second: outcome `cancelled`, or `abandoned`
   *   when the reason is an {@link Abandoned}
   */
  roll(
    request: RolloutRequest,
    onProgress: (progress: RolloutProgress) => void,
    signal?: AbortSignal,
  ): Promise<RolloutResult>;
}

export interface RolloutRequest {
  cluster: string;
  service: string;
  /** Task definition ARN (or `family:n`) to move to. */
  taskDefinition: string;
  /**
   * Container → the digests that may run in it (the one meant and its platform manifests). Checked
   * at the end; a container that is not named here is not checked.
   */
  digests?: Readonly<Record<string, readonly string[]>>;
  limits: RolloutLimits;
  /**
   * After so many tasks that failed alike (container and reason) the deployment is stopped with a
   * rollback; never without. Not for a rollback.
   */
  failEarly?: number;
  /**
   * The deployment (`ecs-svc/…`) that a rollback undoes. With it the service is moved only while
   * it still is what that deployment made of it: one that runs `taskDefinition` already, or is on
   * its way back, is followed; one that is PRIMARY and in progress is stopped with a rollback where
   * that leads to `taskDefinition`; anything else ends as `superseded` with nothing sent.
   */
  replaces?: string;
  /** One forced deployment even when the service is on this revision already. */
  force?: boolean;
}

/** Seconds. A bake (a step's too), a hook and time in which ECS does not answer count for neither. */
export interface RolloutLimits {
  /** Without any progress. */
  noProgress: number;
  /** Altogether. */
  timeout: number;
}

export interface RolloutProgress {
  phase: "started" | "progress";
  /** `family:n` that the service was on. */
  from: string | undefined;
  /** `family:n` that it moves to. */
  to: string;
  /** `ecs-svc/…` of our deployment. */
  deploymentId: string;
  /** True when a deployment that was in progress already is watched; no UpdateService was sent. */
  attached: boolean;
  counts: RolloutCounts;
  /** For people, e.g. `2 of 4 running on mage-web:42`. */
  status: string;
  /** What it will end as; there as soon as the failure is seen, while ECS still rolls back. */
  failing?: { outcome: Outcome; reason: string };
}

/** Of our deployment alone. */
export interface RolloutCounts {
  desired: number;
  running: number;
  pending: number;
  failed: number;
}

export interface RolloutResult {
  service: string;
  outcome: Outcome;
  /** One sentence: why it ended so. */
  reason: string;
  /** What to do next, where there is something to do. */
  next?: string;
  from: string | undefined;
  to: string;
  /** `family:n` that got through last, where the service was on one that had not: see lastDeployed. */
  lastDeployed?: string;
  /** Absent when nothing was sent and none was found. */
  deploymentId?: string;
  counts?: RolloutCounts;
  /** Container → digest that runs, as far as ECS told. */
  digests: Record<string, string>;
  evidence: Evidence;
  /** From the call to the outcome. */
  seconds: number;
}

/** Reason for aborting a rollout because a sibling in the same release failed. */
export class Abandoned extends Error {
  /**
   * @param cancel the signal that cancels the run: what is still collected after an abandonment
   *   ends when it aborts
   */
  constructor(
    message: string,
    readonly cancel?: AbortSignal,
  ) {
    super(message);
  }
}
