import type { OpenWatch } from "./watch";

/** A rollout that is watched, and when it is looked at. Times are the monotonic clock's. */
export interface WatchedService {
  readonly watch: OpenWatch;
  dueAt: number;
  /** The result of the last look, and its time. */
  sight: string | undefined;
  lookedAt: number;
  /** See {@link Looks}. */
  changedAt: number;
  unchangedAt: number;
}

/**
 * The rollouts that are due, in calls of `size` services of one cluster. Room that is left in the last call is
 * given to those that would be due next: their look costs no call then.
 */
export function batchesOf(
  all: readonly WatchedService[],
  now: number,
  size: number,
): WatchedService[][] {
  const byDue = [...all].sort((a, b) => a.dueAt - b.dueAt);
  const clusters = [...new Set(all.map(({ watch }) => watch.request.cluster))];
  return clusters.flatMap((cluster) => {
    const byService = new Map<string, WatchedService[]>();
    for (const one of byDue.filter(({ watch }) => watch.request.cluster === cluster)) {
      const { service } = one.watch.request;
      byService.set(service, [...(byService.get(service) ?? []), one]);
    }
    const services = [...byService.values()];
    const due = services.filter(([first]) => first !== undefined && first.dueAt <= now).length;
    const calls = Math.ceil(due / size);
    return Array.from({ length: calls }, (_, n) => services.slice(n * size, (n + 1) * size).flat());
  });
}
