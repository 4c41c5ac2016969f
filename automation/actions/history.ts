import { NothingToRollBack } from "../errors";
import type { ActionContext } from "./context";
import { withRelease, type ReleaseRequest } from "./openRelease";
import { releaseHistory, type PastRelease } from "./releaseHistory";

export interface HistoryReport {
  readonly environment: string;
  /** Newest first. */
  readonly releases: readonly PastRelease[];
}

export interface HistoryRequest extends ReleaseRequest {
  /** At most so many updates of Pulumi's history are read. */
  readonly limit: number;
}

/** What was released to an environment, from Pulumi's history and what the rollouts remember. */
export function history(context: ActionContext, request: HistoryRequest): Promise<HistoryReport> {
  return withRelease(context, request, "read", async ({ settings, stack }) => {
    if (stack.origin === "absent") {
      throw new NothingToRollBack(
        `Nothing was ever released to ${settings.stack}.`,
        `slipway up ${settings.stack} does.`,
      );
    }
    const [updates, state] = await Promise.all([stack.history(request.limit), stack.state()]);
    return { environment: settings.stack, releases: releaseHistory(updates, state.rollouts) };
  });
}
