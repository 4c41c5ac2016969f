import { AwsCredentialsMissing, AwsCredentialsRejected } from "../aws/awsErrors";
import { messageOf } from "../support/errors";
import { noEvidence } from "../contract/evidence";
import type { Outcome } from "../contract/outcome";
import {
  Abandoned,
  type RolloutController,
  type RolloutRequest,
  type RolloutResult,
} from "./rollout";

/** How messages call a rollout: its target, and the version that it moves to. */
export interface RolloutName {
  target: string;
  to: string;
}

/**
 * Lets no rollout go on when another one of the process fails: as soon as a failure is seen, those
 * in flight end as `abandoned` and those that come later as `not started`. The one that fails goes
 * on to its end. For a release that is recovered as a whole.
 */
export function abandonSiblings<Request extends RolloutRequest>(
  rollouts: RolloutController<Request>,
  nameOf: (request: Request) => RolloutName,
): RolloutController<Request> {
  /** Each with the signal that cancels it. */
  const inFlight = new Map<AbortController, AbortSignal | undefined>();
  let failure: Abandoned | undefined;

  function abandonOthers(failing: AbortController, why: string): void {
    failure ??= new Abandoned(why);
    inFlight.delete(failing);
    for (const [sibling, cancel] of inFlight) {
      sibling.abort(new Abandoned(failure.message, cancel));
    }
    inFlight.clear();
  }

  return {
    async roll(request, onProgress, signal) {
      // A rollback moves each target for itself.
      if (request.replaces !== undefined) return rollouts.roll(request, onProgress, signal);
      const name = nameOf(request);
      if (failure) return notStarted(name, failure);
      const own = new AbortController();
      inFlight.set(own, signal);
      try {
        const result = await rollouts.roll(
          request,
          (progress) => {
            onProgress(progress);
            if (progress.failing) abandonOthers(own, `${name.target}: ${progress.failing.reason}`);
          },
          signal ? AbortSignal.any([signal, own.signal]) : own.signal,
        );
        if (failsRelease(result.outcome)) abandonOthers(own, `${name.target}: ${result.reason}`);
        return result;
      } catch (error) {
        // It rejects only when it has sent nothing.
        const { reason } = own.signal as { reason: unknown };
        if (reason instanceof Abandoned) return notStarted(name, reason);
        const ended = signal?.aborted === true || isLostSight(error);
        if (!ended) abandonOthers(own, `${name.target}: ${messageOf(error)}`);
        throw error;
      } finally {
        inFlight.delete(own);
      }
    },
  };
}

/** Without credentials the siblings cannot be watched, and nothing could be recovered. */
function isLostSight(error: unknown): boolean {
  return error instanceof AwsCredentialsRejected || error instanceof AwsCredentialsMissing;
}

/** A superseded target belongs to the newer deployer, and an unknown outcome is no failure. */
function failsRelease({ kind }: Outcome): boolean {
  switch (kind) {
    case "rolled back":
    case "failed":
    case "stopped":
    case "timed out":
    case "gone":
      return true;
    case "deployed":
    case "unchanged":
    case "superseded":
    case "abandoned":
    case "cancelled":
    case "unknown":
    case "not started":
      return false;
  }
}

function notStarted({ to }: RolloutName, failure: Abandoned): RolloutResult {
  return {
    outcome: { kind: "not started" },
    reason: `Nothing was sent, as another target failed before (${failure.message}).`,
    from: undefined,
    to,
    digests: {},
    evidence: noEvidence,
    seconds: 0,
  };
}
