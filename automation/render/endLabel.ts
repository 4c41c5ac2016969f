import { isSuccess, outcomeLabel } from "../../contract/outcome";
import type { ServiceReport } from "../report/releaseReport";

/**
 * How a release ended for a service, in words for a table: with its recovery, where it had one. A
 * service that was recovered is not called `deployed`.
 */
export function endLabel({ detail, recovery }: Pick<ServiceReport, "detail" | "recovery">): string {
  const label = detail ? outcomeLabel(detail) : "not started";
  // Where ECS has rolled back itself, the recovery only confirms it.
  if (!recovery || (detail?.kind === "rolled back" && isSuccess(recovery.detail))) return label;
  const deployed = !detail || isSuccess(detail);
  if (isSuccess(recovery.detail)) return deployed ? "recovered" : `${label}, recovered`;
  return `${label}, recovery: ${outcomeLabel(recovery.detail)}`;
}
