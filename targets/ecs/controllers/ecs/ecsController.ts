import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { systemClock, systemRandom, type Clock, type Random } from "../../../../support/clock";
import { patience } from "../../../../support/patience";
import type { EcsApi } from "../../ecsApi";
import type { LogsApi } from "../../logs/logsApi";
import { readerOf } from "../../serviceReader";
import { revisionName } from "../../taskDefinition/revisionName";
import { checkDigests } from "../../digests/checkDigests";
import { collectEvidence, seenEvidence } from "../../evidence/collectEvidence";
import { noEvidence, type Evidence } from "../../../../contract/evidence";
import { FailEarly } from "../../judge/failEarly";
import {
  awaitOutcome,
  type AwaitedOutcome,
  type AwaitOutcomeRequest,
} from "../../watch/awaitOutcome";
import { GuardedRollback } from "./guardedRollback";
import { lastDeployed } from "../../judge/lastDeployed";
import { isSuccess } from "../../../../contract/outcome";
import type { ServiceController } from "../chooseController";
import type { RolloutProgress, RolloutResult } from "../../../rollout";
import type { ServiceRolloutRequest } from "../../serviceRolloutRequest";
import { hasFailed } from "../../judge/status";
import { unlessAbandoned } from "../../../unlessAbandoned";
import { runningDigests } from "../../digests/runningDigests";
import { primaryOf, type Observation } from "../../watch/snapshot";
import { alreadyThere, attach, failedBefore, runs, type Start } from "./start";
import { countsOf, statusLine } from "../../judge/status";
import { UpdateSender } from "./updateSender";
import { defaultRules, type VerdictRules } from "../../judge/verdict";
import { Watcher } from "../../watch/watcher";

export interface EcsControllerOptions extends Partial<VerdictRules> {
  clock?: Clock;
  random?: Random;
  /** Milliseconds between two looks on average; all looks are faster where it is less than AWS's. */
  pollInterval?: number;
  /** Where the last lines of a container that failed are read; not read without. */
  logs?: LogsApi;
}

/** Rollouts of services whose deployment controller is ECS itself. Keep one for a process. */
export function createEcsController(
  api: EcsApi,
  options: EcsControllerOptions = {},
): ServiceController {
  return new EcsController(api, options);
}

class EcsController implements ServiceController {
  private readonly clock: Clock;
  private readonly rules: VerdictRules;
  private readonly sender: UpdateSender;
  private readonly guarded: GuardedRollback;
  private readonly watcher: Watcher;
  private readonly logs: LogsApi | undefined;

  constructor(
    private readonly api: EcsApi,
    {
      clock = systemClock,
      random = systemRandom,
      pollInterval = patience.lookMs,
      staleReads = defaultRules.staleReads,
      logs,
    }: EcsControllerOptions,
  ) {
    this.clock = clock;
    this.logs = logs;
    this.rules = { staleReads };
    const services = readerOf(api);
    this.sender = new UpdateSender(api, services, clock, pollInterval);
    const times = { pollInterval, staleReads };
    this.guarded = new GuardedRollback(api, services, this.sender, clock, times);
    this.watcher = new Watcher(api, { clock, random, interval: pollInterval });
  }

  async roll(
    request: ServiceRolloutRequest,
    service: Service,
    onProgress: (progress: RolloutProgress) => void,
    signal?: AbortSignal,
  ): Promise<RolloutResult> {
    const startedAt = this.clock.monotonic();
    const from = service.taskDefinition && revisionName(service.taskDefinition);
    const to = revisionName(request.taskDefinition);
    const start = await this.start(request, service, signal);
    const deploymentId = start.deployment?.id;
    const good = lastDeployed(service);
    const about = {
      ...{ from, to },
      ...(good !== undefined && { lastDeployed: good }),
      ...(deploymentId && { deploymentId }),
    };
    const seconds = () => (this.clock.monotonic() - startedAt) / 1000;
    if (start.kind === "ended") {
      const { outcome, reason, next } = start;
      const digests = isSuccess(outcome)
        ? await this.digests(request, service, deploymentId, signal)
        : {};
      const counts = deploymentId === undefined ? undefined : countsOf(service, deploymentId);
      return {
        ...about,
        outcome,
        reason,
        ...(next !== undefined && { next }),
        ...(counts && { counts }),
        digests,
        evidence: noEvidence,
        seconds: seconds(),
      };
    }
    const followed = await this.watchToEnd(request, start, { from, to }, onProgress, signal);
    return { ...about, ...(await this.conclude(request, followed, signal)), seconds: seconds() };
  }

  private async start(
    request: ServiceRolloutRequest,
    service: Service,
    signal: AbortSignal | undefined,
  ): Promise<Start> {
    const { replaces } = request;
    if (replaces !== undefined) {
      return this.guarded.start({ ...request, replaces: replaces.id }, service, signal);
    }
    const primary = primaryOf(service);
    const there = primary && runs(primary, request.taskDefinition) && !request.force;
    if (!there) return this.sender.send(request, service, request.force === true, signal);
    switch (primary.rolloutState) {
      case "COMPLETED":
        return this.completed(request, service, primary, signal);
      case "FAILED":
        return failedBefore(primary);
      case undefined:
        // Behind a Classic Load Balancer there is no state to read.
        return service.deployments?.length === 1 && service.runningCount === service.desiredCount
          ? this.completed(request, service, primary, signal)
          : attach(primary, service);
      default:
        return attach(primary, service);
    }
  }

  /** The service runs the revision; it stays as it is when the image is the one meant, too. */
  private async completed(
    request: ServiceRolloutRequest,
    service: Service,
    primary: Deployment,
    signal: AbortSignal | undefined,
  ): Promise<Start> {
    const digests = await this.digests(request, service, primary.id, signal);
    // The tag was moved since: only a new deployment makes ECS look it up again.
    if (checkDigests(digests, request.digests).result === "different") {
      return this.sender.send(request, service, true, signal);
    }
    return alreadyThere(primary, service);
  }

  private async watchToEnd(
    request: ServiceRolloutRequest,
    start: Extract<Start, { kind: "watch" }>,
    { from, to }: Pick<RolloutProgress, "from" | "to">,
    onProgress: (progress: RolloutProgress) => void,
    signal: AbortSignal | undefined,
  ): Promise<AwaitedOutcome> {
    const { cluster, service, limits } = request;
    const { deployment, attached, withServiceDeployment, since } = start;
    const target = {
      deploymentId: deployment.id ?? "",
      taskDefinition: deployment.taskDefinition ?? request.taskDefinition,
      createdAt: since ?? deployment.createdAt ?? new Date(0),
    };
    let counts = {
      desired: deployment.desiredCount ?? 0,
      running: deployment.runningCount ?? 0,
      pending: deployment.pendingCount ?? 0,
      failed: deployment.failedTasks ?? 0,
    };
    const about = { from, to, deploymentId: target.deploymentId, attached };
    const status = attached ? `attached to the rollout of ${to}` : `moving to ${to}`;
    onProgress({ ...about, phase: "started", counts, status });
    let last = status;
    const watch = this.watcher.watch({ cluster, service, target, withServiceDeployment });
    try {
      return await awaitOutcome(
        this.clock,
        watch,
        { target, limits, rules: this.rules, ...this.failEarly(request, start) },
        ({ latest }, verdict) => {
          counts = (latest?.service && countsOf(latest.service, target.deploymentId)) ?? counts;
          const line = statusLine(counts, to, verdict);
          if (line === last) return;
          last = line;
          const failing = verdict.state === "moving" ? verdict.failing : undefined;
          onProgress({
            ...about,
            phase: "progress",
            counts,
            status: line,
            ...(failing && { failing }),
          });
        },
        signal,
      );
    } finally {
      watch.close();
    }
  }

  private failEarly(
    { cluster, failEarly, replaces }: ServiceRolloutRequest,
    { withServiceDeployment }: Extract<Start, { kind: "watch" }>,
  ): Pick<AwaitOutcomeRequest, "failEarly"> {
    // What goes back already is not to be turned round once more.
    if (failEarly === undefined || replaces !== undefined || !withServiceDeployment) return {};
    return { failEarly: new FailEarly(this.api, cluster, failEarly) };
  }

  private async conclude(
    request: ServiceRolloutRequest,
    { outcome, reason, observation }: AwaitedOutcome,
    signal: AbortSignal | undefined,
  ): Promise<Pick<RolloutResult, "outcome" | "reason" | "counts" | "digests" | "evidence">> {
    const service = observation.latest?.service;
    const { deploymentId } = observation.target;
    const counts = service && countsOf(service, deploymentId);
    const rest = { ...(counts && { counts }), evidence: seenEvidence(observation) };
    if (!isSuccess(outcome) || !service) {
      // A sibling's failure ends the wait, but each service that failed is explained.
      const cancelled = unlessAbandoned(signal);
      if (cancelled?.aborted || (signal?.aborted && !hasFailed(observation))) {
        return { ...rest, outcome, reason, digests: {} };
      }
      const limit = signal?.aborted ? patience.abandonedEvidenceMs : patience.evidenceMs;
      const evidence = await this.evidence(request, observation, limit, cancelled);
      return { ...rest, outcome, reason, digests: {}, evidence };
    }
    const digests = await this.digests(request, service, deploymentId, unlessAbandoned(signal));
    const check = checkDigests(digests, request.digests);
    if (check.result === "different") {
      const { container, running, meant } = check;
      return {
        ...rest,
        outcome: { kind: "failed", cause: "image" },
        reason: `ECS completed the deployment, but "${container}" runs ${running}, not ${meant.join(" or ")}: the tag was moved meanwhile.`,
        digests,
      };
    }
    const untold =
      check.result === "not told" && service.desiredCount !== 0
        ? ` ECS did not tell the image digest of ${check.containers.join(", ")}.`
        : "";
    return { ...rest, outcome, reason: reason + untold, digests };
  }

  private evidence(
    { cluster }: ServiceRolloutRequest,
    observation: Observation,
    limitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Evidence> {
    const { api, logs, clock } = this;
    return collectEvidence({ api, logs, clock }, cluster, observation, signal, limitMs);
  }

  private async digests(
    { cluster }: ServiceRolloutRequest,
    service: Service,
    deploymentId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Record<string, string>> {
    if (deploymentId === undefined) return {};
    return runningDigests(this.api, cluster, service, deploymentId, signal).catch(() => ({}));
  }
}
