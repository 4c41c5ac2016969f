import type { EcsApi } from "./ecsApi";
import type { RevisionRequest } from "./taskDefinition/revisions";

export interface PreflightRequest {
  cluster: string;
  services: readonly Omit<RevisionRequest, "cluster">[];
}

/** A reason why the release can't start (`error`), or something to know (`warning`). */
export interface Finding {
  level: "error" | "warning";
  /** Stable, e.g. `SERVICE_NOT_FOUND`. */
  code: string;
  service?: string;
  message: string;
  remedy: string;
}

/** Everything that stands in the way, at once. Reads only. */
export declare function preflight(
  api: EcsApi,
  request: PreflightRequest,
  signal?: AbortSignal,
): Promise<Finding[]>;
