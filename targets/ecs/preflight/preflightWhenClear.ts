import type { Service } from "@aws-sdk/client-ecs";
import type { Clock } from "../../../support/clock";
import { EcsTransientError } from "../ecsErrors";
import type { EcsApi } from "../ecsApi";
import { primaryOf } from "../watch/snapshot";
import { describeServices } from "../services";
import { taskDefinitionsOf } from "../taskDefinition/taskDefinitions";
import type { Finding } from "../../../contract/finding";
import {
  preflight,
  type PreflightReport,
  type PreflightRequest,
  type PreflightSources,
} from "./preflight";
import { inTheWay, isFailing, isThere, type InProgress } from "./rolloutInProgress";

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
  const began = clock.monotonic();
  const until = began + patience.timeout * 1000;
  let first: PreflightReport | undefined;
  for (;;) {
    const report = await preflight(sources, request, signal);
    first ??= report;
    const others = report.inProgress.filter(({ kind }) => kind === "another's");
    if (others.length === 0 || report.findings.some(({ level }) => level === "error")) {
      return { ...report, findings: [...report.findings, ...movedSince(first, report, request)] };
    }
    const left = await untilEnded(
      ecs,
      request.cluster,
      others,
      { ...patience, clock, until },
      signal,
    );
    if (left.length === 0) {
      // The other release may have registered revisions.
      taskDefinitionsOf(ecs).forgetLists();
      continue;
    }
    const seconds = (clock.monotonic() - began) / 1000;
    const waited = report.findings.filter(({ code }) => code !== "ROLLOUT_IN_PROGRESS");
    return { ...report, findings: [...waited, ...left.map((one) => inTheWay(one, seconds))] };
  }
}

/**
 * The engine has looked at the resources before the wait, and does nothing for those that were as
 * they shall be: a service of these that was moved meanwhile would be called unchanged.
 */
function movedSince(
  before: PreflightReport,
  { plans }: PreflightReport,
  { services }: PreflightRequest,
): Finding[] {
  return before.plans.flatMap((old): Finding[] => {
    const { service } = old;
    const variables = services.find((one) => one.service === service)?.change.environment ?? {};
    const now = plans.find((plan) => plan.service === service)?.from.revision;
    if (now === undefined || now === old.from.revision) return [];
    if (!isThere(old, Object.keys(variables))) return [];
    return [
      {
        level: "error",
        code: "SERVICE_MOVED_MEANWHILE",
        service,
        message: `It ran ${old.from.revision}, which this release wants, and was moved to ${now} while the release waited for another service.`,
        remedy: "Run the release again: it looks at everything anew.",
      },
    ];
  });
}

type Wait = Patience & { readonly clock: Clock; readonly until: number };

/** @returns those that have not ended in time, and may still end well */
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
    if (clock.monotonic() >= until) return left;
    await clock.sleep(Math.min(pollInterval, until - clock.monotonic()), signal);
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
  if (primary?.id !== deploymentId || primary.rolloutState !== "IN_PROGRESS") return false;
  // What began well may turn out to be the very thing that the release is to mend.
  return !isFailing(primary);
}

function statusOf({ revision, deploymentId }: InProgress, service: Service | undefined): string {
  const primary = service && primaryOf(service);
  const counts =
    primary === undefined
      ? ""
      : `: ${primary.runningCount ?? 0} of ${primary.desiredCount ?? 0} running`;
  return `waiting for another's rollout to ${revision} (${deploymentId})${counts}`;
}
