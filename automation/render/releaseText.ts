import { evidenceText } from "../../targets/ecs/evidence/evidenceText";
import { isSuccess, outcomeLabel } from "../../contract/outcome";
import type {
  FailureReport,
  ImageReport,
  ReleaseReport,
  ServiceReport,
  TagReport,
} from "../report/releaseReport";
import { endingText, exitCodes } from "../report/exitCodes";
import { gateText } from "./gateText";
import { copyReportText } from "./copyText";
import { endLabel } from "./endLabel";
import { imageWord } from "./imageWord";
import { table } from "./table";

/** All of the evidence: the report is the record of a release. */
const whole = { groups: 100, logLines: 50, width: 1_000 };

/** A preview, service by service. */
export function previewText(report: ReleaseReport): string {
  const lines = [headline(report), ""];
  if (report.dryRun) lines.push("A rollback would do this; nothing was changed.", "");
  if (report.nothingToDo) lines.push("Nothing to do: every service runs this already.");
  // After a failure, leave out what the preview did not get to.
  const known = (item: { action?: string }) => report.failures.length === 0 || item.action;
  lines.push(...report.images.filter(known).flatMap(imageLines));
  for (const service of report.services.filter(known)) lines.push(...serviceLines(service));
  lines.push(...tail(report));
  return lines.join("\n");
}

/** How a release ended: a table, then the explanations. */
export function releaseText(report: ReleaseReport): string {
  // In a release that succeeded, the column TO says it already.
  const failed = report.exitCode !== exitCodes.success && report.services.some((s) => s.detail);
  const rows = report.services.map((s) => [
    s.service,
    s.from ?? "-",
    s.to ?? "-",
    endLabel(s),
    s.seconds === undefined ? "-" : s.seconds.toFixed(0),
    ...(failed ? [s.now ?? "-"] : []),
  ]);
  const header = ["SERVICE", "FROM", "TO", "OUTCOME", "SECONDS", ...(failed ? ["NOW"] : [])];
  const lines = [`${headline(report)}${ending(report)}`, "", ...table(header, rows)];
  for (const service of report.services) lines.push(...reasonLines(service));
  lines.push(...tail(report));
  return lines.join("\n");
}

/** The images that are there after `build`. */
export function buildText(report: ReleaseReport): string {
  return [...report.images.flatMap(imageLines), ...tail(report)].join("\n");
}

function headline({ environment, cluster, commit }: ReleaseReport): string {
  return `${environment}: ${commit.version} on cluster ${cluster}`;
}

/** The first line of a release that did not succeed says so. */
function ending({ exitCode }: ReleaseReport): string {
  return exitCode === exitCodes.success ? "" : `: ${endingText(exitCode)}`;
}

export function imageLines(image: ImageReport): string[] {
  return [imageLine(image), ...(image.copies ?? []).map((copy) => `  ${copyReportText(copy)}`)];
}

export function imageLine(image: ImageReport): string {
  const { name, action, reference, digest, environmentTag } = image;
  const also =
    action === "build" && environmentTag !== undefined ? `, also tagged ${environmentTag}` : "";
  return `image ${name}: ${imageWord(image)} ${reference}${digest === undefined ? "" : ` ${digest}`}${also}`;
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

/** The explanation of a service whose rollout did not succeed. */
export function reasonLines(service: ServiceReport): string[] {
  const { detail, reason, next, evidence } = service;
  if (detail === undefined) return [];
  if (isSuccess(detail)) {
    const lines = recoveryLines(service);
    return lines.length > 0 ? ["", `${service.service}:`, ...lines] : [];
  }
  return [
    "",
    `${service.service}: ${reason ?? outcomeLabel(detail)}`,
    ...(evidence ? evidenceText(evidence, whole).map((line) => `  ${line}`) : []),
    ...(next === undefined ? [] : [`  next: ${next}`]),
    ...recoveryLines(service),
  ];
}

/** Why a service was not recovered. */
function recoveryLines({ recovery }: ServiceReport): string[] {
  if (recovery === undefined || isSuccess(recovery.detail)) return [];
  const why = recovery.reason === undefined ? "" : `: ${recovery.reason}`;
  const next = recovery.next === undefined ? [] : [`  next: ${recovery.next}`];
  return [`  recovery to ${recovery.to}: ${outcomeLabel(recovery.detail)}${why}`, ...next];
}

/** The parts of a report that concern the whole release; each has a blank line before it. */
export function tail(report: ReleaseReport): string[] {
  const { warnings, failures } = report;
  const sections = [
    (report.gates ?? []).map(gateText),
    [...(report.imageTags ?? []).map(tagLine), ...leftLines(report)],
    interruptedLines(report),
    warnings.map((text) => `warning: ${text}`),
    failures.map((failure) => `error: ${failureText(failure)}`),
  ];
  return sections.flatMap((lines) => (lines.length > 0 ? ["", ...lines] : []));
}

function tagLine({ reference, result, digest = "", reason = "", before }: TagReport): string {
  switch (result) {
    case "back":
      return `${reference} is back on ${digest}`;
    case "unmoved":
      return `${reference} was not moved`;
    case "new":
      return `${reference} stays on the image of this release: there was no such tag before`;
    case "taken":
      return `${reference} has been moved by another deployer since, and stays there`;
    case "failed":
      return [
        `${reference} may still name the image of this release: ${reason}`,
        ...(before === undefined
          ? []
          : [
              `  to recover it: docker buildx imagetools create --tag ${reference} ${withDigest(reference, before)}`,
            ]),
      ].join("\n");
  }
}

/** `repository:tag` by digest. */
function withDigest(reference: string, digest: string): string {
  return `${reference.slice(0, reference.lastIndexOf(":"))}@${digest}`;
}

function leftLines({ leftRevisions = [] }: ReleaseReport): string[] {
  return leftRevisions.map((revision) => {
    const family = revision.slice(0, revision.lastIndexOf(":"));
    return `${revision} stays registered: a schedule or run-task that names only its family ${family} would run it`;
  });
}

function interruptedLines({ recoveryInterrupted, environment }: ReleaseReport): string[] {
  if (!recoveryInterrupted) return [];
  return [
    "The recovery was interrupted: ECS carries on with deployments that have begun.",
    `It is safe to release again: slipway up ${environment}, or slipway rollback ${environment}`,
  ];
}

export function failureText({ resource, message, code }: FailureReport): string {
  const prefix = resource === undefined ? "" : `${resource}: `;
  return `${prefix}${message}${code === undefined ? "" : ` [${code}]`}`;
}
