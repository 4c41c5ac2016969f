import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { systemClock, systemRandom, type Clock, type Random } from "../../../support/clock";
import { patience } from "../../../support/patience";
import type { EcsApi } from "../ecsApi";
import { EcsTransientError } from "../ecsErrors";
import { servicesPerCall } from "../services";
import { CallPace, halfOfDeploymentReads, halfOfServiceReads, type CallRate } from "./callPace";
import { ServiceDeploymentReader } from "./serviceDeployments";
import type { Snapshot } from "./snapshot";
import { OpenWatch, type Watch, type WatchRequest } from "./watch";
import { batchesOf, type WatchedService } from "./watchBatches";
import { sightOf, whenToLookNext } from "./whenToLookNext";

export interface WatcherOptions {
  clock?: Clock;
  random?: Random;
  /**
   * Milliseconds; less than AWS's ({@link patience.lookMs}) for an ECS whose time runs faster. All
   * waits and rates follow in proportion.
   */
  interval?: number;
}

/** How many times slower than {@link patience.lookMs}, at most, while ECS throttles. */
const slowest = 12;
const slowestLookMs = patience.lookMs * slowest;

/**
 * Looks at all rollouts of a process: each when something may have happened to it, ten in one
 * DescribeServices, and never faster than half of what ECS allows.
 */
export class Watcher {
  private readonly clock: Clock;
  private readonly random: Random;
  /** The length of a wait beside what it is for AWS. */
  private readonly scale: number;
  private readonly watches = new Set<WatchedService>();
  private readonly pace: CallPace;
  private readonly serviceDeployments: ServiceDeploymentReader;
  private idle: AbortController | undefined;
  private nap: AbortController | undefined;
  /** By how much looks are slower than they should be: doubled when throttled. */
  private slowness = 1;

  constructor(
    private readonly api: EcsApi,
    { clock = systemClock, random = systemRandom, interval = patience.lookMs }: WatcherOptions = {},
  ) {
    this.clock = clock;
    this.random = random;
    this.scale = interval / patience.lookMs;
    const paceOf = ({ burst, perSecond }: CallRate) =>
      new CallPace(clock, { burst, perSecond: perSecond / this.scale });
    this.pace = paceOf(halfOfServiceReads);
    this.serviceDeployments = new ServiceDeploymentReader(api, paceOf(halfOfDeploymentReads));
  }

  watch(request: WatchRequest): Watch {
    const now = this.clock.monotonic();
    const open = new OpenWatch(request, () => {
      this.watches.delete(watched);
      if (this.watches.size === 0) this.idle?.abort(new Error("nothing is watched"));
    });
    const watched: WatchedService = {
      watch: open,
      dueAt: now,
      sight: undefined,
      changedAt: now,
      unchangedAt: now,
      lookedAt: now,
    };
    this.plan(watched, now);
    this.watches.add(watched);
    if (!this.idle || this.idle.signal.aborted) {
      this.idle = new AbortController();
      void this.run(this.idle.signal);
    } else {
      this.nap?.abort(new Error("another rollout is watched"));
    }
    return open;
  }

  private async run(idle: AbortSignal): Promise<void> {
    while (!idle.aborted) {
      const next = Math.min(...[...this.watches].map(({ dueAt }) => dueAt));
      const left = next - this.clock.monotonic();
      if (left > 0) {
        this.nap = new AbortController();
        const either = AbortSignal.any([idle, this.nap.signal]);
        const over = await this.clock.sleep(left, either).then(
          () => true,
          () => false,
        );
        if (!over) continue;
      }
      await this.lookAtThoseDue(idle);
    }
  }

  private async lookAtThoseDue(idle: AbortSignal): Promise<void> {
    const now = this.clock.monotonic();
    const batches = batchesOf([...this.watches], now, servicesPerCall);
    const smooth = await Promise.all(batches.map((batch) => this.lookAt(batch, idle)));
    this.slowness = smooth.includes(false)
      ? Math.min(slowest, this.slowness * 2)
      : Math.max(1, this.slowness / 2);
    for (const watched of batches.flat()) this.plan(watched, this.clock.monotonic());
  }

  private plan(watched: WatchedService, now: number): void {
    const { watch, changedAt, unchangedAt } = watched;
    const { deploymentId } = watch.request.target;
    // The rules count in AWS's time, of which `scale` passes here.
    const ago = (at: number) => (at - now) / this.scale;
    const looks = {
      ...{ deploymentId, latest: watch.newest },
      ...{ changedAt: ago(changedAt), unchangedAt: ago(unchangedAt) },
    };
    const wait = whenToLookNext(looks, 0);
    const throttled = Math.max(wait, Math.min(patience.lookMs * this.slowness, slowestLookMs));
    const slowed = this.slowness > 1 ? throttled : wait;
    watched.dueAt = now + slowed * this.scale * (0.8 + 0.4 * this.random());
  }

  /** @returns false when ECS could not answer now */
  private async lookAt(batch: readonly WatchedService[], idle: AbortSignal): Promise<boolean> {
    const watches = batch.map(({ watch }) => watch);
    const cluster = watches[0]?.request.cluster ?? "";
    const names = [...new Set(watches.map(({ request }) => request.service))];
    try {
      await this.pace.take(idle);
      const at = this.clock.monotonic();
      const { services } = await this.api.describeServices(cluster, names, idle);
      const found = watches.map(({ request }) => ({
        request,
        service: services.find(({ serviceName, serviceArn }) =>
          [serviceName, serviceArn].includes(request.service),
        ),
      }));
      const { deployments, smooth } = await this.serviceDeployments.read(found, idle);
      batch.forEach((watched, n) =>
        handOver(watched, snapshot(at, found[n]?.service, deployments[n])),
      );
      return smooth;
    } catch (error) {
      if (idle.aborted) return true;
      const transient = error instanceof EcsTransientError;
      for (const watch of watches) {
        if (transient) watch.missed(this.clock.monotonic(), error);
        else watch.fail(error);
      }
      return !transient;
    }
  }
}

function handOver(watched: WatchedService, snapshot: Snapshot): void {
  const { watch } = watched;
  const sight = sightOf(snapshot, watch.request.target.deploymentId);
  if (sight !== watched.sight) {
    watched.unchangedAt = watched.lookedAt;
    watched.changedAt = snapshot.at;
  }
  watched.sight = sight;
  watched.lookedAt = snapshot.at;
  watch.put(snapshot);
}

function snapshot(
  at: number,
  service: Service | undefined,
  serviceDeployment: ServiceDeployment | undefined,
): Snapshot {
  return {
    at,
    ...(service && { service }),
    ...(serviceDeployment && { serviceDeployment }),
  };
}
