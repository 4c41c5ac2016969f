import { NothingToRollBack } from "../errors";
import type { ActionContext } from "../release/context";
import { withRelease, type ReleaseRequest } from "../release/openRelease";
import { releaseHistory, type PastRelease } from "./releaseHistory";

export interface HistoryReport {
  readonly environment: string;
  /** Newest first. */
  readonly releases: readonly PastRelease[];
  /** How many more there are that are not shown. */
  readonly older: number;
  /** There are still more than `older`, uncounted. */
  readonly olderStill?: true;
}

export interface HistoryRequest extends ReleaseRequest {
  /** At most so many are shown. */
  readonly limit: number;
}

/** How far beyond those that are shown they are counted: a backend may hand out one at a time. */
const counted = 100;

/** What was released to an environment, from Pulumi's history and what the rollouts remember. */
export function history(context: ActionContext, request: HistoryRequest): Promise<HistoryReport> {
  return withRelease(context, request, "read", async ({ settings, stack }) => {
    if (stack.origin === "absent") {
      throw new NothingToRollBack(
        `Nothing was ever released to ${settings.stack}.`,
        `slipway up ${settings.stack} does.`,
      );
    }
    const { limit } = request;
    const [updates, state] = await Promise.all([stack.history(limit + counted), stack.state()]);
    const releases = releaseHistory(updates, state.rollouts);
    return {
      environment: settings.stack,
      releases: releases.slice(0, limit),
      older: Math.max(0, releases.length - limit),
      ...(updates.length === limit + counted && { olderStill: true }),
    };
  });
}
