import type { DeploymentRef } from "../contract/deploymentRef";
import type { Evidence } from "../contract/evidence";
import type { Outcome } from "../contract/outcome";

/**
 * Moves targets of one kind (services; schedules, functions …) to versions, and waits for the end.
 * One controller serves all rollouts of a process, so that it can poll for all of them together.
 */
export interface RolloutController<Request extends RolloutRequest> {
  /**
   * Resolves with a result whatever the outcome; rejects only when nothing was touched (the target
   * was not found, its controller is not supported, AWS refused the move …).
   * @param signal aborting it ends the wait within a second: outcome `cancelled`, or `abandoned`
   *   when the reason is an {@link Abandoned}
   */
  roll(
    request: Request,
    onProgress: (progress: RolloutProgress) => void,
    signal?: AbortSignal,
  ): Promise<RolloutResult>;
}

/** The request's part that every kind of target shares; each kind adds the target and the version. */
export interface RolloutRequest {
  limits: RolloutLimits;
  /**
   * The deployment that a rollback or a recovery replaces. With it the target is moved only while
   * it still is what that deployment made of it. A target that has the wanted version already, or
   * is moving to it, is watched; a deployment in progress is stopped with a rollback where that
   * leads to the wanted version; anything else ends as `superseded` with nothing sent.
   */
  replaces?: DeploymentRef;
  /** One forced deployment even when the target has this version already. */
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
  /** The version that the target had: `family:n` for a service. */
  from: string | undefined;
  /** The version that it moves to. */
  to: string;
  /** The controller's own id of our deployment: `ecs-svc/…` for ECS. */
  deploymentId: string;
  /** True when a deployment that was in progress already is watched, and nothing was sent. */
  attached: boolean;
  /** Absent for targets that have no tasks of their own. */
  counts?: RolloutCounts;
  /** For people, e.g. `2 of 4 running on mage-web:42`. */
  status: string;
  /** The outcome to come; there as soon as the failure is seen, while AWS still rolls back. */
  failing?: { outcome: Outcome; reason: string };
}

/** The tasks of our deployment alone. */
export interface RolloutCounts {
  desired: number;
  running: number;
  pending: number;
  failed: number;
}

export interface RolloutResult {
  outcome: Outcome;
  /** One sentence: why it ended so. */
  reason: string;
  /** The user's next step, where there is one. */
  next?: string;
  from: string | undefined;
  to: string;
  /** The version that got through last, where the target was on one that had not. */
  lastDeployed?: string;
  /** Absent when nothing was sent and none was found. */
  deploymentId?: string;
  counts?: RolloutCounts;
  /** Container → digest that runs, as far as AWS tells. */
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
