import { NothingToRollBack } from "../rollback/errors";
import type { ActionContext } from "../release/context";
import { withRelease, type ReleaseRequest } from "../release/openRelease";
import type { HistoryReport } from "../report/historyReport";
import { releaseHistory } from "./releaseHistory";

export interface HistoryRequest extends ReleaseRequest {
  /** How many are shown at most. */
  readonly limit: number;
}

/** How many older releases are counted: a backend may hand out one at a time. */
const counted = 100;

/** The releases of an environment, from Pulumi's history and from what the rollouts remember. */
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
