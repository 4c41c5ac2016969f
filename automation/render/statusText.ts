import { outcomeLabel } from "../../contract/outcome";
import type { Origin } from "../../config/settings";
import type { ServiceStatus, StatusReport } from "../report/statusReport";
import { table } from "./table";

export function statusText(report: StatusReport): string {
  const rows = report.services.map((s) => [
    s.service,
    s.revision ?? "-",
    s.running === undefined ? "-" : `${s.running}/${s.desired ?? 0}`,
    s.status === "ACTIVE" ? (s.rolloutState ?? "-") : s.status,
    s.since ?? "-",
  ]);
  const header = ["SERVICE", "REVISION", "RUNNING", "STATE", "SINCE"];
  return [
    `${report.environment}: cluster ${report.cluster}`,
    "",
    ...table(header, rows),
    ...report.services.flatMap(details),
    ...clockLines(report),
  ].join("\n");
}

function clockLines({ awsAhead }: StatusReport): string[] {
  if (awsAhead === undefined) return [];
  const minutes = Math.floor(awsAhead / 60);
  return [
    "",
    `SINCE is by AWS's clock, which is ${minutes} min ahead of this machine's or more; when a release was is by this machine's.`,
  ];
}

function details(service: ServiceStatus): string[] {
  const images = service.images.map(({ container, image, digests }) => {
    const digest = digests.length > 0 ? ` ${digests.join(" and ")}` : "";
    return `  ${container}: ${image}${digest}`;
  });
  const deployments = service.moving
    ? service.deployments.map(
        (d) =>
          `  ${d.status} ${d.revision}: ${d.running} of ${d.desired} running, ${d.pending} pending, ${d.failed} failed`,
      )
    : [];
  const { released, drift, watched } = service;
  const commit = released?.commit ? ` (${released.commit})` : "";
  const last = released ? [`  last release: ${released.revision}${commit}, ${released.at}`] : [];
  const facts = [
    ...last,
    ...(drift === undefined ? [] : [`  differs from it: ${drift}`]),
    ...(watched ? [`  watched: ${outcomeLabel(watched.detail)}: ${watched.reason}`] : []),
  ];
  return [
    "",
    `${service.service}${service.moving ? " (moving)" : ""}`,
    ...images,
    ...deployments,
    ...facts,
  ];
}

/** Every setting with its value and where that came from. */
export function originsText(origins: readonly Origin[]): string {
  const rows = origins.map((o) => [o.name, o.value, o.origin]);
  return table(["SETTING", "VALUE", "FROM"], rows).join("\n");
}
