import type { Origin } from "../../config/settings";
import type { ActionContext } from "../release/context";
import { withRelease, type ReleaseRequest } from "../release/openRelease";

/** Where each setting came from; nothing is looked up and nothing touched. */
export function explain(context: ActionContext, request: ReleaseRequest): Promise<ExplainReport> {
  return withRelease(context, request, "read", ({ settings, origins }) =>
    Promise.resolve({ environment: settings.stack, settings: origins }),
  );
}

export interface ExplainReport {
  readonly environment: string;
  readonly settings: readonly Origin[];
}
