import { outcomeLabel } from "../../ecs/rollout/outcome";
import type {
  FailureReport,
  ImageReport,
  ReleaseReport,
  ServiceReport,
} from "../actions/releaseReport";
import { exitCodes } from "../exitCodes";
import { table } from "./table";

/** What a release would do, service by service. */
export function previewText(report: ReleaseReport): string {
  const lines = [headline(report), ""];
  if (report.nothingToDo) lines.push("Nothing to do: every service runs this already.");
  // After a failure, what was not looked at is no news.
  const known = (item: { action?: string }) => report.failures.length === 0 || item.action;
  lines.push(...report.images.filter(known).map(imageLine));
  for (const service of report.services.filter(known)) lines.push(...serviceLines(service));
  lines.push(...tail(report));
  return lines.join("\n");
}

/** How a release ended: a table, then what needs words. */
export function releaseText(report: ReleaseReport): string {
  const rows = report.services.map((s) => [
    s.service,
    s.from ?? "-",
    s.to ?? "-",
    s.detail ? outcomeLabel(s.detail) : "not started",
    s.seconds === undefined ? "-" : s.seconds.toFixed(0),
  ]);
  const header = ["SERVICE", "FROM", "TO", "OUTCOME", "SECONDS"];
  const lines = [headline(report), "", ...table(header, rows)];
  for (const service of report.services) lines.push(...reasonLines(service));
  lines.push(...tail(report));
  return lines.join("\n");
}

/** The images that are there after `build`. */
export function buildText(report: ReleaseReport): string {
  return [...report.images.map(imageLine), ...tail(report)].join("\n");
}

function headline({ environment, cluster, commit }: ReleaseReport): string {
  return `${environment}: ${commit.version} on cluster ${cluster}`;
}

function imageLine(image: ImageReport): string {
  const { name, action, reference, digest, environmentTag } = image;
  const built = digest === undefined ? "build" : "built";
  const what = action === "existing" ? "found" : action === "build" ? built : "unknown";
  const also =
    action === "build" && environmentTag !== undefined ? `, also tagged ${environmentTag}` : "";
  return `image ${name}: ${what} ${reference}${digest === undefined ? "" : ` ${digest}`}${also}`;
}

function serviceLines(service: ServiceReport): string[] {
  const { from, to, action } = service;
  if (action === undefined) return [`${service.service}: not known`];
  if (action === "unchanged") return [`${service.service}: ${from ?? "?"}, unchanged`];
  const target = to ?? "a new revision";
  const reused = action === "reuse" ? " (registered before)" : "";
  return [
    `${service.service}: ${from ?? "?"} → ${target}${reused}`,
    ...service.images.map((i) => `  ${i.container} image: ${i.from ?? "none"} → ${i.to}`),
    ...service.variables.map(
      (v) => `  ${v.container} variable: ${v.change === "added" ? "+" : "~"} ${v.name}`,
    ),
  ];
}

function reasonLines(service: ServiceReport): string[] {
  const { detail, reason, next, evidence } = service;
  if (detail === undefined || detail.kind === "deployed" || detail.kind === "unchanged") return [];
  const stopped = (evidence?.stoppedTasks ?? []).map((t) => {
    const exit = t.exitCode === undefined ? "" : `, exit code ${t.exitCode}`;
    const container = t.container === undefined ? "" : `${t.container}: `;
    return `  ${t.count} × ${container}${t.reason}${exit}`;
  });
  const breaker = evidence?.breaker;
  return [
    "",
    `${service.service}: ${reason ?? outcomeLabel(detail)}`,
    ...stopped,
    ...(breaker ? [`  circuit breaker: ${breaker.failures} of ${breaker.threshold} failures`] : []),
    ...(evidence?.alarms.length ? [`  alarms: ${evidence.alarms.join(", ")}`] : []),
    ...(next === undefined ? [] : [`  next: ${next}`]),
  ];
}

function tail(report: ReleaseReport): string[] {
  const lines: string[] = [];
  const where = whereServicesAre(report);
  if (where.length > 0) lines.push("", ...where);
  if (report.warnings.length > 0) lines.push("", ...report.warnings.map((w) => `warning: ${w}`));
  if (report.failures.length > 0)
    lines.push("", ...report.failures.map((f) => `error: ${failureText(f)}`));
  return lines;
}

/** After a release that ended badly: what every service is left on, in plain words. */
function whereServicesAre({ command, exitCode, services }: ReleaseReport): string[] {
  if (
    command !== "up" ||
    exitCode === exitCodes.success ||
    services.every((s) => s.detail === undefined)
  )
    return [];
  const where = services.map((s) => `  ${s.service}: ${whereIs(s)}`);
  const back =
    exitCode === exitCodes.failedNotRolledBack
      ? ["To bring back what moved, release the commit that it ran before: Slipway does not yet."]
      : [];
  return ["Where the services are now:", ...where, ...back];
}

function whereIs({ from = "its old revision", to = "its new revision", detail }: ServiceReport) {
  switch (detail?.kind) {
    case undefined:
    case "not started":
      return `still on ${from}, not touched`;
    case "deployed":
    case "unchanged":
      return `on ${to}`;
    case "rolled back":
      return detail.finished
        ? `back on ${detail.to ?? from}`
        : `going back to ${detail.to ?? from}, not there yet`;
    case "superseded":
      return `taken over by another deployment${detail.revision ? ` to ${detail.revision}` : ""}`;
    case "gone":
      return "deleted while it was rolling";
    case "failed":
      return `on ${to}, failed; nothing brought it back to ${from}`;
    case "stopped":
      return `between ${from} and ${to}: its deployment was stopped`;
    case "timed out":
    case "abandoned":
    case "cancelled":
    case "unknown":
      return `still moving from ${from} to ${to} when we stopped looking`;
  }
}

export function failureText({ resource, message, code }: FailureReport): string {
  const prefix = resource === undefined ? "" : `${resource}: `;
  return `${prefix}${message}${code === undefined ? "" : ` [${code}]`}`;
}
