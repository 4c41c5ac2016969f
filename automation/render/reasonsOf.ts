import { isSuccess, outcomeLabel } from "../../contract/outcome";
import type { ReleaseReport, ServiceReport } from "../report/releaseReport";

/** Why a release did not succeed, a sentence or two each. */
export function reasonsOf(report: ReleaseReport): string[] {
  const services = report.services.flatMap((service) => reasonOf(service) ?? []);
  const failures = report.failures.map(({ resource, message }) =>
    resource === undefined ? message : `${resource}: ${message}`,
  );
  const gates = (report.gates ?? []).flatMap(({ gate, result, reason = "no reason given" }) =>
    result === "red" ? [`${gate}: red: ${reason}`] : [],
  );
  return [...gates, ...services, ...failures];
}

function reasonOf({ service, detail, reason, now }: ServiceReport): string | undefined {
  if (!detail || isSuccess(detail) || detail.kind === "not started") return undefined;
  const where = now === undefined ? "" : ` (${now})`;
  return `${service}: ${reason ?? outcomeLabel(detail)}${where}`;
}
