import type { Service } from "@aws-sdk/client-ecs";
import type { Clock } from "../../support/clock";
import { EcsTransientError } from "../ecsErrors";
import type { EcsApi } from "../ecsApi";
import { primaryOf } from "../rollout/snapshot";
import { describeServices } from "../services";
import {
  preflight,
  type PreflightReport,
  type PreflightRequest,
  type PreflightSources,
} from "./preflight";
import { inTheWay, type InProgress } from "./rolloutInProgress";

export interface Patience {
  /** Seconds for which rollouts of others are waited for. */
  readonly timeout: number;
  /** Milliseconds between two looks. */
  readonly pollInterval: number;
  /** Told when there is something new to say of a service that is waited for. */
  readonly tell: (service: string, status: string) => void;
}

/**
 * Preflight, once no service has a rollout in progress that is another's: a release must not break
 * off what somebody else has begun, nor copy a revision that ECS may be about to leave again.
 * Everything else that stands in the way is told at once. Touches nothing.
 * @throws nothing but the signal's reason
 */
export async function preflightWhenClear(
  sources: PreflightSources,
  request: PreflightRequest,
  patience: Patience,
  signal?: AbortSignal,
): Promise<PreflightReport> {
  const { clock, ecs } = sources;
  const began = clock.now();
  const until = began + patience.timeout * 1000;
  for (;;) {
    const report = await preflight(sources, request, signal);
    const others = report.inProgress.filter(({ kind }) => kind === "another's");
    if (others.length === 0 || report.findings.some(({ level }) => level === "error")) {
      return report;
    }
    const left = await untilEnded(
      ecs,
      request.cluster,
      others,
      { ...patience, clock, until },
      signal,
    );
    if (left.length === 0) continue;
    const seconds = (clock.now() - began) / 1000;
    const waited = report.findings.filter(({ code }) => code !== "ROLLOUT_IN_PROGRESS");
    return { ...report, findings: [...waited, ...left.map((one) => inTheWay(one, seconds))] };
  }
}

type Wait = Patience & { readonly clock: Clock; readonly until: number };

/** @returns those that have not ended in time */
async function untilEnded(
  ecs: EcsApi,
  cluster: string,
  rollouts: readonly InProgress[],
  { clock, until, pollInterval, tell }: Wait,
  signal: AbortSignal | undefined,
): Promise<readonly InProgress[]> {
  let left = rollouts;
  let services = new Map<string, Service>();
  const told = new Map<string, string>();
  for (;;) {
    for (const rollout of left) {
      const status = statusOf(rollout, services.get(rollout.service));
      if (told.get(rollout.service) !== status) tell(rollout.service, status);
      told.set(rollout.service, status);
    }
    if (clock.now() >= until) return left;
    await clock.sleep(Math.min(pollInterval, until - clock.now()), signal);
    try {
      const names = left.map(({ service }) => service);
      services = await describeServices(ecs, cluster, names, signal);
    } catch (error) {
      signal?.throwIfAborted();
      // What does not answer now may the next time; what is refused, preflight says.
      if (error instanceof EcsTransientError) continue;
      return [];
    }
    left = left.filter((rollout) => isMoving(rollout, services.get(rollout.service)));
    if (left.length === 0) return [];
  }
}

function isMoving({ deploymentId }: InProgress, service: Service | undefined): boolean {
  const primary = service && primaryOf(service);
  return primary?.id === deploymentId && primary.rolloutState === "IN_PROGRESS";
}

function statusOf({ revision, deploymentId }: InProgress, service: Service | undefined): string {
  const primary = service && primaryOf(service);
  const counts =
    primary === undefined
      ? ""
      : `: ${primary.runningCount ?? 0} of ${primary.desiredCount ?? 0} running`;
  return `waiting for another's rollout to ${revision} (${deploymentId})${counts}`;
}
