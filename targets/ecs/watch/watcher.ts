import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { systemClock, systemRandom, type Clock, type Random } from "../../../support/clock";
import type { EcsApi } from "../ecsApi";
import { EcsTransientError } from "../ecsErrors";
import { chunks, servicesPerCall } from "../services";
import { ServiceDeploymentReader } from "./serviceDeployments";
import type { Snapshot } from "./snapshot";
import { OpenWatch, type Watch, type WatchRequest } from "./watch";

export interface WatcherOptions {
  clock?: Clock;
  random?: Random;
  /** Milliseconds between two polls when nothing is throttled; varied by a fifth. */
  interval?: number;
}

const slowest = 12;

/** Polls for all rollouts of a process at once: one DescribeServices for every ten services. */
export class Watcher {
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly interval: number;
  private readonly watches = new Set<OpenWatch>();
  private readonly serviceDeployments: ServiceDeploymentReader;
  private idle: AbortController | undefined;
  /** By how much polls are slower than they should be: doubled when throttled. */
  private slowness = 1;

  constructor(
    private readonly api: EcsApi,
    { clock = systemClock, random = systemRandom, interval = 5_000 }: WatcherOptions = {},
  ) {
    this.clock = clock;
    this.random = random;
    this.interval = interval;
    this.serviceDeployments = new ServiceDeploymentReader(api);
  }

  watch(request: WatchRequest): Watch {
    const watch = new OpenWatch(request, () => {
      this.watches.delete(watch);
      if (this.watches.size === 0) this.idle?.abort(new Error("nothing is watched"));
    });
    this.watches.add(watch);
    if (!this.idle || this.idle.signal.aborted) {
      this.idle = new AbortController();
      void this.run(this.idle.signal);
    }
    return watch;
  }

  private async run(idle: AbortSignal): Promise<void> {
    while (!idle.aborted) {
      const delay = this.interval * this.slowness * (0.8 + 0.4 * this.random());
      try {
        await this.clock.sleep(delay, idle);
      } catch {
        return;
      }
      await this.poll(idle);
    }
  }

  private async poll(idle: AbortSignal): Promise<void> {
    const all = [...this.watches];
    const clusters = [...new Set(all.map(({ request }) => request.cluster))];
    const rounds = clusters.flatMap((cluster) => {
      const watches = all.filter(({ request }) => request.cluster === cluster);
      const names = [...new Set(watches.map(({ request }) => request.service))];
      return chunks(names, servicesPerCall).map((some) => {
        const asking = watches.filter(({ request }) => some.includes(request.service));
        return this.pollServices(cluster, some, asking, idle);
      });
    });
    const smooth = await Promise.all(rounds);
    this.slowness = smooth.includes(false)
      ? Math.min(slowest, this.slowness * 2)
      : Math.max(1, this.slowness / 2);
  }

  /** @returns false when ECS could not answer now */
  private async pollServices(
    cluster: string,
    names: readonly string[],
    watches: readonly OpenWatch[],
    idle: AbortSignal,
  ): Promise<boolean> {
    const at = this.clock.monotonic();
    try {
      const { services } = await this.api.describeServices(cluster, names, idle);
      const found = watches.map((watch) => ({
        request: watch.request,
        service: services.find(({ serviceName, serviceArn }) =>
          [serviceName, serviceArn].includes(watch.request.service),
        ),
      }));
      const { deployments, smooth } = await this.serviceDeployments.read(found, idle);
      watches.forEach((watch, n) => watch.put(snapshot(at, found[n]?.service, deployments[n])));
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
