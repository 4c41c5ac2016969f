/** How a rollout ended. Plain JSON: it travels in events and in Pulumi's state. */
export type Outcome =
  /** Our deployment completed. `untested`: a service wants 0 tasks, so none ran. */
  | { kind: "deployed"; untested?: boolean }
  /** Seen live: the target already had this version, and nothing was sent. */
  | { kind: "unchanged"; untested?: boolean }
  /**
   * AWS rolled back to an older version. `finished`: that version is steady again; otherwise the
   * rollback was still under way, or itself failed, when we stopped looking.
   */
  | { kind: "rolled back"; by: RollbackCause; to?: string; finished: boolean }
  /** Failed, and left as it is: no rollback is configured, or there is no version to roll back to. */
  | { kind: "failed"; cause: FailureCause }
  /** A newer deployment that is not ours took over. */
  | { kind: "superseded"; by: string; revision?: string }
  /** A person or another program stopped it without a rollback. */
  | { kind: "stopped" }
  | { kind: "timed out"; limit: "no progress" | "hard limit" }
  /** The target was deleted, or is being drained, during its rollout. */
  | { kind: "gone" }
  /** We stopped waiting because a sibling failed; the deployment is still in flight. */
  | { kind: "abandoned" }
  /** We stopped waiting because the run was cancelled; the deployment is still in flight. */
  | { kind: "cancelled" }
  /** No answer from AWS any more (credentials lost, …); the deployment may still be moving. */
  | { kind: "unknown" }
  /** Nothing was sent. */
  | { kind: "not started" };

export type OutcomeKind = Outcome["kind"];

/**
 * `ecs`: for a reason of its own that is neither breaker nor alarm (a lifecycle hook, networking);
 * `failEarly`: Slipway stopped it, as `rollout.failEarly` asks for.
 */
export type RollbackCause = "breaker" | "alarm" | "failEarly" | "someone" | "ecs";

/** `image`: the deployment completed, but with another digest than the one meant. */
export type FailureCause = "tasks" | "image";

/** True for the outcomes that leave the target on the wanted version. */
export function isSuccess(outcome: Outcome): boolean {
  return outcome.kind === "deployed" || outcome.kind === "unchanged";
}

/** True when the deployment may still be moving although we stopped looking. */
export function isInFlight(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case "timed out":
    case "abandoned":
    case "cancelled":
    case "unknown":
      return true;
    case "rolled back":
      return !outcome.finished;
    default:
      return false;
  }
}

/** The outcome in words for a table, e.g. `rolled back (breaker)`. */
export function outcomeLabel(outcome: Outcome): string {
  switch (outcome.kind) {
    case "rolled back":
      return `rolled back (${outcome.by})`;
    case "deployed":
      return outcome.untested ? "deployed (no task ran, untested)" : "deployed";
    case "timed out":
      return `timed out (${outcome.limit})`;
    case "failed":
      return outcome.cause === "image" ? "failed (another image runs)" : "failed";
    default:
      return outcome.kind;
  }
}
