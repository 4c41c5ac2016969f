import { evidenceText } from "../../targets/ecs/evidence/evidenceText";
import { isSuccess, outcomeLabel } from "../../contract/outcome";
import type {
  FailureReport,
  ImageReport,
  ReleaseReport,
  ServiceReport,
  TagReport,
} from "../report/releaseReport";
import { exitCodes } from "../report/exitCodes";
import { gateText } from "./gateText";
import { copyReportText } from "./copyText";
import { endLabel } from "./endLabel";
import { imageWord } from "./imageWord";
import { table } from "./table";

/** All of the evidence: the report is what is kept of a release. */
const whole = { groups: 100, logLines: 50, width: 1_000 };

/** What a release would do, service by service. */
export function previewText(report: ReleaseReport): string {
  const lines = [headline(report), ""];
  if (report.dryRun) lines.push("A rollback would do this; nothing was changed.", "");
  if (report.nothingToDo) lines.push("Nothing to do: every service runs this already.");
  // After a failure, what was not looked at is no news.
  const known = (item: { action?: string }) => report.failures.length === 0 || item.action;
  lines.push(...report.images.filter(known).flatMap(imageLines));
  for (const service of report.services.filter(known)) lines.push(...serviceLines(service));
  lines.push(...tail(report));
  return lines.join("\n");
}

/** How a release ended: a table, then what needs words. */
export function releaseText(report: ReleaseReport): string {
  // Where all went well, a service is where the release put it.
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
  const lines = [headline(report), "", ...table(header, rows)];
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

/** What needs words of a service that did not end well. */
export function reasonLines(service: ServiceReport): string[] {
  const { detail, reason, next, evidence } = service;
  if (detail === undefined) return [];
  if (isSuccess(detail)) {
    const back = restoredLines(service);
    return back.length > 0 ? ["", `${service.service}:`, ...back] : [];
  }
  return [
    "",
    `${service.service}: ${reason ?? outcomeLabel(detail)}`,
    ...(evidence ? evidenceText(evidence, whole).map((line) => `  ${line}`) : []),
    ...(next === undefined ? [] : [`  next: ${next}`]),
    ...restoredLines(service),
  ];
}

/** Of a way back that did not end well: what it was, and why. */
function restoredLines({ restored }: ServiceReport): string[] {
  if (restored === undefined || isSuccess(restored.detail)) return [];
  const why = restored.reason === undefined ? "" : `: ${restored.reason}`;
  const next = restored.next === undefined ? [] : [`  next: ${restored.next}`];
  return [`  going back to ${restored.to}: ${outcomeLabel(restored.detail)}${why}`, ...next];
}

/** What is to be said of the release as a whole; sections have a blank line before them. */
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
      return `${reference} has been moved by somebody else since, and was left alone`;
    case "failed":
      return [
        `${reference} may still name the image of this release: ${reason}`,
        ...(before === undefined
          ? []
          : [
              `  to put it back: docker buildx imagetools create --tag ${reference} ${withDigest(reference, before)}`,
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
    return `${revision} stays registered: what names only its family ${family} (a schedule, run-task) would run it`;
  });
}

function interruptedLines({ rollbackInterrupted, environment }: ReleaseReport): string[] {
  if (!rollbackInterrupted) return [];
  return [
    "The rollback was interrupted: what ECS has been told goes on by itself.",
    `It is safe to release again: slipway up ${environment}, or slipway rollback ${environment}`,
  ];
}

export function failureText({ resource, message, code }: FailureReport): string {
  const prefix = resource === undefined ? "" : `${resource}: `;
  return `${prefix}${message}${code === undefined ? "" : ` [${code}]`}`;
}
