import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { Clock } from "../../../../support/clock";
import { messageOf } from "../../../../support/errors";
import { patience } from "../../../../support/patience";
import type { EcsApi } from "../../ecsApi";
import { EcsTransientError } from "../../ecsErrors";
import type { ServiceReader } from "../../serviceReader";
import { revisionName } from "../../taskDefinition/revisionName";
import { findServiceDeployment } from "../../watch/findServiceDeployment";
import { nextRollbackStep, type RollbackStep } from "./nextRollbackStep";
import { Abandoned } from "../../../rollout";
import type { ServiceRolloutRequest } from "../../serviceRolloutRequest";
import { alreadyThere, failedBefore, newest, runs, supersededBy, type Start } from "./start";
import type { UpdateSender } from "./updateSender";

/** A rollback of one deployment. */
export type GuardedRollbackRequest = Omit<ServiceRolloutRequest, "replaces"> & {
  /** `ecs-svc/…`: the deployment that is rolled back. */
  replaces: string;
};

export interface GuardedRollbackTimes {
  /** Milliseconds between two looks. */
  pollInterval: number;
  /** Milliseconds for which an answer may be older than the deployment to undo. */
  staleReads: number;
}

/** Refusals in a row after a stop before we say that we don't know any more. */
const refusals = 3;

/** Rolls a service back, but only while it still is what one deployment made of it. */
export class GuardedRollback {
  constructor(
    private readonly api: EcsApi,
    private readonly services: ServiceReader,
    private readonly sender: UpdateSender,
    private readonly clock: Clock,
    private readonly times: GuardedRollbackTimes,
  ) {}

  /** @throws what ECS refused, and the signal's reason: only when nothing was sent */
  async start(
    request: GuardedRollbackRequest,
    first: Service,
    signal: AbortSignal | undefined,
  ): Promise<Start> {
    const asked = { toStop: false };
    try {
      return await this.undo(request, first, asked, signal);
    } catch (error) {
      // The stop may have been accepted, so this cannot be reported as "nothing touched".
      if (asked.toStop) return lostAfterStop(request, error, signal);
      throw error;
    }
  }

  private async undo(
    request: GuardedRollbackRequest,
    first: Service,
    asked: { toStop: boolean },
    signal: AbortSignal | undefined,
  ): Promise<Start> {
    const { replaces, taskDefinition, limits } = request;
    const startedAt = this.clock.monotonic();
    let seen: Seen | undefined = await this.see(request, first, signal);
    let stopLeadsToRevision: boolean | undefined;
    let stoppedAt: number | undefined;
    let refused = 0;
    for (;;) {
      const now = this.clock.monotonic();
      if (seen) {
        const { service, replaced } = seen;
        stopLeadsToRevision ??=
          replaced && (await this.stopLeadsToRevision(replaced, taskDefinition, signal));
        const step = nextRollbackStep(replaces, taskDefinition, {
          service,
          replaced,
          // A stop that has no effect for this long counts as refused.
          stopLeadsToRevision:
            stopLeadsToRevision === true && now - (stoppedAt ?? now) < patience.rollbackBeginsMs,
          stopped: stoppedAt !== undefined,
          maybeStale: now - startedAt < this.times.staleReads,
        });
        if (step.kind === "stop") {
          stopLeadsToRevision = await this.stop(step.arn, asked, signal);
          stoppedAt = now;
        } else if (step.kind !== "read again") {
          return this.carryOut(step, request, seen, signal);
        }
      }
      if (now - startedAt >= limits.timeout * 1000) return undecided(limits.timeout);
      await this.clock.sleep(this.times.pollInterval, signal);
      try {
        seen = await this.see(request, undefined, signal);
        refused = 0;
      } catch (error) {
        refused += 1;
        // Credentials may be renewed while ECS rolls back by itself.
        if (signal?.aborted || !asked.toStop || refused >= refusals) throw error;
        seen = undefined;
      }
    }
  }

  private carryOut(
    step: Exclude<RollbackStep, { kind: "stop" | "read again" }>,
    request: GuardedRollbackRequest,
    { service, replaced }: Seen,
    signal: AbortSignal | undefined,
  ): Promise<Start> | Start {
    switch (step.kind) {
      case "already there":
        return alreadyThere(step.deployment, service);
      case "watch":
        return {
          kind: "watch",
          deployment: step.deployment,
          attached: true,
          // For a re-promoted deployment ECS reports the first promotion only.
          withServiceDeployment: false,
          // The replaced deployment may not be listed any more.
          since: newest([...(service.deployments ?? []), ...(replaced ? [replaced] : [])]),
        };
      case "update":
        return this.sender.send(request, service, step.force, signal);
      case "failed":
        return failedBefore(step.deployment);
      case "superseded":
        return supersededBy(
          step.primary,
          "The service is not on the deployment to undo any more, and was left alone.",
        );
    }
  }

  /** Whether every revision that it started from is the wanted one. */
  private async stopLeadsToRevision(
    { sourceServiceRevisions = [] }: ServiceDeployment,
    taskDefinition: string,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const arns = sourceServiceRevisions.flatMap(({ arn }) => arn ?? []);
    if (arns.length === 0) return false;
    try {
      const sources = await this.api.describeServiceRevisions(arns, signal);
      return sources.length > 0 && sources.every((source) => runs(source, taskDefinition));
    } catch {
      signal?.throwIfAborted();
      return false;
    }
  }

  /** @returns false where ECS refuses: not allowed, or over in the meantime */
  private async stop(
    arn: string,
    asked: { toStop: boolean },
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    signal?.throwIfAborted();
    asked.toStop = true;
    try {
      await this.api.stopServiceDeployment(arn, signal);
    } catch (error) {
      signal?.throwIfAborted();
      // It may have arrived.
      asked.toStop = error instanceof EcsTransientError;
    }
    return asked.toStop;
  }

  /** Undefined when ECS does not answer now. */
  private async see(
    { cluster, service: name, replaces }: GuardedRollbackRequest,
    known: Service | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Seen | undefined> {
    try {
      const service = known ?? (await this.services.read(cluster, name, signal));
      if (!service) return undefined;
      const replaced = await findServiceDeployment(this.api, cluster, service, replaces, signal);
      return { service, replaced };
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof EcsTransientError) return undefined;
      throw error;
    }
  }
}

interface Seen {
  service: Service;
  /** The ServiceDeployment of the one to undo. */
  replaced: ServiceDeployment | undefined;
}

function undecided(seconds: number): Start {
  return {
    kind: "ended",
    outcome: { kind: "timed out", limit: "hard limit" },
    reason: `The service could not be rolled back within ${seconds} s.`,
  };
}

function lostAfterStop(
  { replaces, taskDefinition }: GuardedRollbackRequest,
  error: unknown,
  signal: AbortSignal | undefined,
): Start {
  const asked = `ECS was asked to stop ${replaces} with a rollback to ${revisionName(taskDefinition)}`;
  if (signal?.aborted) {
    const kind = signal.reason instanceof Abandoned ? "abandoned" : "cancelled";
    return {
      kind: "ended",
      outcome: { kind },
      reason: `${asked}, which goes on by itself; this run did not wait for its end.`,
    };
  }
  return {
    kind: "ended",
    outcome: { kind: "unknown" },
    reason: `${asked}; whether it got there is unknown, because ECS does not answer any more (${messageOf(error)}).`,
  };
}
