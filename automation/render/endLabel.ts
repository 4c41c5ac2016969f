import { isSuccess, outcomeLabel } from "../../contract/outcome";
import type { ServiceReport } from "../report/releaseReport";

/**
 * How it ended for a service, in words for a table: with its way back, where it had one. Not
 * `deployed` of a service that has left the revision again.
 */
export function endLabel({ detail, restored }: Pick<ServiceReport, "detail" | "restored">): string {
  const label = detail ? outcomeLabel(detail) : "not started";
  // Where ECS went back by itself, nothing was left to bring back.
  if (!restored || (detail?.kind === "rolled back" && isSuccess(restored.detail))) return label;
  const deployed = !detail || isSuccess(detail);
  if (isSuccess(restored.detail)) return deployed ? "brought back" : `${label}, brought back`;
  return `${label}, going back: ${outcomeLabel(restored.detail)}`;
}
