import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { systemClock, systemRandom, type Clock, type Random } from "../../support/clock";
import { messageOf, SlipwayError } from "../../support/errors";
import type { EcsApi } from "../ecsApi";
import { EcsTransientError, ServiceNotActive } from "../ecsErrors";
import { readerOf, type ServiceReader } from "../serviceReader";
import { serviceNotFound } from "../services";
import { revisionName } from "../taskDefinition/revisionName";
import { checkDigests } from "./checkDigests";
import { collectEvidence, seenEvidence } from "./collectEvidence";
import { noEvidence } from "./evidence";
import { follow, type Followed } from "./follow";
import { isSuccess, type Outcome } from "./outcome";
import type { RolloutController, RolloutProgress, RolloutRequest, RolloutResult } from "./rollout";
import { runningDigests } from "./runningDigests";
import { primaryOf } from "./snapshot";
import { countsOf, statusLine } from "./status";
import { defaultRules, type VerdictRules } from "./verdict";
import { Watcher } from "./watcher";

export class ControllerNotSupported extends SlipwayError {
  readonly code = "CONTROLLER_NOT_SUPPORTED";
}

export interface EcsControllerOptions extends Partial<VerdictRules> {
  clock?: Clock;
  random?: Random;
  /** Milliseconds between two polls; 5 seconds by default. */
  pollInterval?: number;
}

/** Rollouts of services whose deployment controller is ECS itself. Keep one for a process. */
export function createEcsController(
  api: EcsApi,
  options: EcsControllerOptions = {},
): RolloutController {
  return new EcsController(api, options);
}

/** How often a service is looked at before we say that UpdateService did not arrive. */
const looks = 3;
const defaultPollInterval = 5_000;

/** How the wait begins. */
type Start =
  | { kind: "follow"; deployment: Deployment; attached: boolean; withServiceDeployment: boolean }
  | { kind: "ended"; deployment?: Deployment; outcome: Outcome; reason: string; next?: string };

class EcsController implements RolloutController {
  private readonly clock: Clock;
  private readonly rules: VerdictRules;
  private readonly pollInterval: number;
  private readonly services: ServiceReader;
  private readonly watcher: Watcher;

  constructor(
    private readonly api: EcsApi,
    {
      clock = systemClock,
      random = systemRandom,
      pollInterval = defaultPollInterval,
      staleReads = defaultRules.staleReads,
    }: EcsControllerOptions,
  ) {
    this.clock = clock;
    this.rules = { staleReads };
    this.pollInterval = pollInterval;
    this.services = readerOf(api);
    this.watcher = new Watcher(api, { clock, random, interval: pollInterval });
  }

  async roll(
    request: RolloutRequest,
    onProgress: (progress: RolloutProgress) => void,
    signal?: AbortSignal,
  ): Promise<RolloutResult> {
    const startedAt = this.clock.now();
    const service = await this.readService(request, signal);
    const from = service.taskDefinition && revisionName(service.taskDefinition);
    const to = revisionName(request.taskDefinition);
    const start = await this.start(request, service, signal);
    const deploymentId = start.deployment?.id;
    const about = { service: request.service, from, to, ...(deploymentId && { deploymentId }) };
    const seconds = () => (this.clock.now() - startedAt) / 1000;
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
    const followed = await this.follow(request, start, { from, to }, onProgress, signal);
    return { ...about, ...(await this.conclude(request, followed, signal)), seconds: seconds() };
  }

  /** @throws ServiceNotFound, ServiceNotActive, ControllerNotSupported */
  private async readService(
    { cluster, service: name }: RolloutRequest,
    signal: AbortSignal | undefined,
  ): Promise<Service> {
    const service = await this.services.read(cluster, name, signal);
    if (!service) throw serviceNotFound(cluster, name);
    if (service.status !== "ACTIVE") {
      throw new ServiceNotActive(
        `The service "${name}" is ${service.status ?? "not active"}, not ACTIVE.`,
        "Create it again, or take it out of the settings.",
      );
    }
    refuseOtherControllers(service);
    return service;
  }

  private async start(
    request: RolloutRequest,
    service: Service,
    signal: AbortSignal | undefined,
  ): Promise<Start> {
    const primary = primaryOf(service);
    const there = primary && runs(primary, request.taskDefinition) && !request.force;
    if (!there) return this.send(request, service, request.force === true, signal);
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
    request: RolloutRequest,
    service: Service,
    primary: Deployment,
    signal: AbortSignal | undefined,
  ): Promise<Start> {
    const digests = await this.digests(request, service, primary.id, signal);
    // The tag was moved since: only a new deployment makes ECS look it up again.
    if (checkDigests(digests, request.digests).result === "different") {
      return this.send(request, service, true, signal);
    }
    const untested = service.desiredCount === 0;
    return {
      kind: "ended",
      deployment: primary,
      outcome: { kind: "unchanged", ...(untested && { untested }) },
      reason: "The service runs this revision already.",
    };
  }

  private async send(
    { cluster, service: name, taskDefinition }: RolloutRequest,
    service: Service,
    force: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Start> {
    const known = new Set(service.deployments?.map(({ id }) => id));
    let updated: Service;
    try {
      const update = { cluster, service: name, taskDefinition };
      updated = await this.api.updateService(
        force ? { ...update, forceNewDeployment: true } : update,
        signal,
      );
    } catch (error) {
      if (signal?.aborted) return cancelledWhileSending();
      // What ECS refused did not arrive; without its answer only the service tells.
      if (!(error instanceof EcsTransientError)) throw error;
      const isOurs = (d: Deployment) => runs(d, taskDefinition) && !known.has(d.id);
      try {
        const found = await this.arrived({ cluster, service: name }, isOurs, signal);
        if (!found) throw error;
        updated = found;
      } catch (later) {
        if (later === error) throw error;
        return signal?.aborted ? cancelledWhileSending() : unknownWhetherSent(error, later);
      }
    }
    // Ours is the new one of this revision, also where another deployer was PRIMARY a moment later.
    const ours = updated.deployments?.filter((d) => runs(d, taskDefinition)) ?? [];
    const deployment = ours.find((d) => !known.has(d.id)) ?? ours.find(isPrimary) ?? ours[0];
    if (!deployment) return notListed(updated);
    if (known.has(deployment.id)) {
      if (deployment.rolloutState === "FAILED") return failedBefore(deployment);
      return attach(deployment, updated);
    }
    return { kind: "follow", deployment, attached: false, withServiceDeployment: true };
  }

  /**
   * The service once it has our deployment, after UpdateService got no answer. A single look may
   * be a stale one.
   * @returns undefined when it did not come
   */
  private async arrived(
    { cluster, service: name }: Pick<RolloutRequest, "cluster" | "service">,
    isOurs: (deployment: Deployment) => boolean,
    signal: AbortSignal | undefined,
  ): Promise<Service | undefined> {
    for (let look = 1; ; look++) {
      const service = await this.services.read(cluster, name, signal);
      if (service?.deployments?.some(isOurs)) return service;
      if (look === looks) return undefined;
      await this.clock.sleep(this.pollInterval, signal);
    }
  }

  private async follow(
    request: RolloutRequest,
    { deployment, attached, withServiceDeployment }: Extract<Start, { kind: "follow" }>,
    { from, to }: Pick<RolloutProgress, "from" | "to">,
    onProgress: (progress: RolloutProgress) => void,
    signal: AbortSignal | undefined,
  ): Promise<Followed> {
    const { cluster, service, limits } = request;
    const target = {
      deploymentId: deployment.id ?? "",
      taskDefinition: deployment.taskDefinition ?? request.taskDefinition,
      createdAt: deployment.createdAt ?? new Date(0),
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
      return await follow(
        this.clock,
        watch,
        { target, limits, rules: this.rules },
        ({ latest }, verdict) => {
          counts = (latest?.service && countsOf(latest.service, target.deploymentId)) ?? counts;
          const line = statusLine(counts, to, verdict);
          if (line === last) return;
          last = line;
          onProgress({ ...about, phase: "progress", counts, status: line });
        },
        signal,
      );
    } finally {
      watch.close();
    }
  }

  private async conclude(
    request: RolloutRequest,
    { outcome, reason, observation }: Followed,
    signal: AbortSignal | undefined,
  ): Promise<Pick<RolloutResult, "outcome" | "reason" | "counts" | "digests" | "evidence">> {
    const service = observation.latest?.service;
    const { deploymentId } = observation.target;
    const counts = service && countsOf(service, deploymentId);
    const rest = { ...(counts && { counts }), evidence: seenEvidence(observation) };
    if (!isSuccess(outcome) || !service) {
      if (signal?.aborted) return { ...rest, outcome, reason, digests: {} };
      const evidence = await collectEvidence(this.api, request.cluster, observation, signal);
      return { ...rest, outcome, reason, digests: {}, evidence };
    }
    const digests = await this.digests(request, service, deploymentId, signal);
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

  private async digests(
    { cluster }: RolloutRequest,
    service: Service,
    deploymentId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Record<string, string>> {
    if (deploymentId === undefined) return {};
    return runningDigests(this.api, cluster, service, deploymentId, signal).catch(() => ({}));
  }
}

/** @throws ControllerNotSupported */
export function refuseOtherControllers({ serviceName = "", deploymentController }: Service): void {
  const { type = "ECS" } = deploymentController ?? {};
  if (type === "ECS") return;
  throw new ControllerNotSupported(
    `The service "${serviceName}" is deployed by ${type}; Slipway moves only services whose deployment controller is ECS.`,
    `Deploy it through ${type === "CODE_DEPLOY" ? "AWS CodeDeploy" : "its own deployer"} and take it out of the settings.`,
  );
}

function attach(deployment: Deployment, service: Service): Start {
  return {
    kind: "follow",
    deployment,
    attached: true,
    withServiceDeployment: !isPromotedAgain(deployment, service),
  };
}

/**
 * ECS has made an older deployment PRIMARY again, for a rollback: its own ServiceDeployment is
 * over since long and says nothing of that. The reason's text is documented for the breaker only.
 */
function isPromotedAgain(primary: Deployment, { deployments = [] }: Service): boolean {
  const { createdAt, rolloutStateReason = "" } = primary;
  return (
    /rolling back/.test(rolloutStateReason) ||
    deployments.some((d) => createdAt && d.createdAt && d.createdAt > createdAt)
  );
}

function failedBefore(deployment: Deployment): Start {
  return {
    kind: "ended",
    deployment,
    outcome: { kind: "failed", cause: "tasks" },
    reason:
      `This revision failed before and nothing was sent: ECS would not try it again. ${deployment.rolloutStateReason ?? ""}`.trimEnd(),
    next: "Repeat with `--force` for one new deployment of it, or release another commit.",
  };
}

function unknownWhetherSent(error: unknown, later: unknown): Start {
  return {
    kind: "ended",
    outcome: { kind: "unknown" },
    reason: `UpdateService got no answer (${messageOf(error)}), and neither did the look whether it arrived (${messageOf(later)}); the service may be moving.`,
  };
}

function cancelledWhileSending(): Start {
  return {
    kind: "ended",
    outcome: { kind: "cancelled" },
    reason: "Cancelled while UpdateService was under way; the service may be moving.",
  };
}

/** UpdateService answered, but with somebody else's deployment. */
function notListed(service: Service): Start {
  const primary = primaryOf(service);
  const revision = primary?.taskDefinition && revisionName(primary.taskDefinition);
  return {
    kind: "ended",
    outcome: {
      kind: "superseded",
      by: primary?.id ?? "",
      ...(revision && { revision }),
    },
    reason: "Another deployment took over before ours was to be seen.",
  };
}

function runs({ taskDefinition = "" }: Deployment, reference: string): boolean {
  return revisionName(taskDefinition) === revisionName(reference);
}

function isPrimary({ status }: Deployment): boolean {
  return status === "PRIMARY";
}
