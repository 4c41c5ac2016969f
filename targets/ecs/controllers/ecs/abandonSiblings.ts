import { AwsCredentialsMissing, AwsCredentialsRejected } from "../../../../aws/awsErrors";
import { messageOf } from "../../../../support/errors";
import { revisionName } from "../../taskDefinition/revisionName";
import { noEvidence } from "../../../../contract/evidence";
import type { Outcome } from "../../../../contract/outcome";
import { Abandoned, type RolloutController, type RolloutResult } from "../../../rollout";

/**
 * Lets no rollout go on when another one of the process fails: as soon as a failure is seen, those
 * in flight end as `abandoned` and those that come later as `not started`. The one that fails goes
 * on to its end. For a release that is to be brought back whole.
 */
export function abandonSiblings(rollouts: RolloutController): RolloutController {
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
      // A rollback takes every service on its own.
      if (request.replaces !== undefined) return rollouts.roll(request, onProgress, signal);
      if (failure) return notStarted(request, failure);
      const own = new AbortController();
      inFlight.set(own, signal);
      const { service } = request;
      try {
        const result = await rollouts.roll(
          request,
          (progress) => {
            onProgress(progress);
            if (progress.failing) abandonOthers(own, `${service}: ${progress.failing.reason}`);
          },
          signal ? AbortSignal.any([signal, own.signal]) : own.signal,
        );
        if (failsRelease(result.outcome)) abandonOthers(own, `${service}: ${result.reason}`);
        return result;
      } catch (error) {
        // It rejects only when it has sent nothing.
        const { reason } = own.signal as { reason: unknown };
        if (reason instanceof Abandoned) return notStarted(request, reason);
        const ended = signal?.aborted === true || isLostSight(error);
        if (!ended) abandonOthers(own, `${service}: ${messageOf(error)}`);
        throw error;
      } finally {
        inFlight.delete(own);
      }
    },
  };
}

/** Without credentials nobody knows how the siblings fare, and nothing could be brought back. */
function isLostSight(error: unknown): boolean {
  return error instanceof AwsCredentialsRejected || error instanceof AwsCredentialsMissing;
}

/** A newer deployer's service is left alone, and of what is unknown nobody can say that it failed. */
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

function notStarted(
  { service, taskDefinition }: { service: string; taskDefinition: string },
  failure: Abandoned,
): RolloutResult {
  return {
    service,
    outcome: { kind: "not started" },
    reason: `Nothing was sent, as another service failed before (${failure.message}).`,
    from: undefined,
    to: revisionName(taskDefinition),
    digests: {},
    evidence: noEvidence,
    seconds: 0,
  };
}
