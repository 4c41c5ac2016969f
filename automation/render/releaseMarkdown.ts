import type { ImageReport, ReleaseReport, ServiceReport } from "../report/releaseReport";
import { endingText, exitCodes } from "../report/exitCodes";
import { copyReportText } from "./copyText";
import { endLabel } from "./endLabel";
import { imageWord } from "./imageWord";
import { code, codeBlock, codeCell, markdownTable } from "./markdown";
import { reasonLines, tail } from "./releaseText";

/** GitHub takes 65536 characters a comment, Buildkite a megabyte an annotation. */
const longest = 50_000;
const longestBlock = 4_000;

/** A preview, for an annotation or a comment on a pull request. */
export function previewMarkdown(report: ReleaseReport): string {
  const { commit, environment, nothingToDo, failures } = report;
  const title = `### ${code(environment)}: what ${code(commit.version)} would change`;
  const known = ({ action }: { action?: string }) => failures.length === 0 || action !== undefined;
  const changing = report.services.filter((s) => known(s) && s.action !== "unchanged");
  const unchanged = report.services.filter((s) => s.action === "unchanged");
  return joined([
    title,
    ...(report.dryRun ? ["A rollback would do this; nothing was changed."] : []),
    ...(nothingToDo ? ["Nothing: every service runs this already."] : []),
    ...(nothingToDo ? [] : report.images.filter(known).map(imageMarkdown)),
    ...(changing.length > 0 && !nothingToDo ? [changesTable(changing)] : []),
    ...(unchanged.length > 0 && !nothingToDo
      ? [`Unchanged: ${unchanged.map(({ service }) => code(service)).join(", ")}.`]
      : []),
    ...blocks(report, false),
  ]);
}

/** How a release ended. */
export function releaseMarkdown(report: ReleaseReport): string {
  const { commit, environment, exitCode, nothingToDo } = report;
  const failed = exitCode !== exitCodes.success;
  const header = ["service", "from", "to", "outcome", "seconds", ...(failed ? ["now"] : [])];
  const rows = report.services.map((s) => [
    codeCell(s.service),
    codeCell(s.from),
    codeCell(s.to),
    endLabel(s),
    s.seconds?.toFixed(0) ?? "",
    ...(failed ? [codeCell(s.now)] : []),
  ]);
  return joined([
    `### ${code(environment)}: ${code(commit.version)}: ${endingText(exitCode, nothingToDo)}`,
    ...(rows.length > 0 ? [markdownTable(header, rows)] : []),
    ...report.images.filter(({ digest }) => digest !== undefined).map(imageMarkdown),
    ...blocks(report, true),
  ]);
}

/** The images that are there after a build. */
export function buildMarkdown(report: ReleaseReport): string {
  const { environment, commit, exitCode } = report;
  const title = exitCode === exitCodes.success ? "images" : endingText(exitCode);
  return joined([
    `### ${code(environment)}: ${code(commit.version)}: ${title}`,
    ...report.images.map(imageMarkdown),
    ...blocks(report, true),
  ]);
}

/** A command that failed before there was a report. */
export function errorMarkdown(title: string, message: string, remedy?: string): string {
  return joined([`### ${title}`, codeBlock(cut([message, remedy ?? ""].join("\n")))]);
}

function changesTable(services: readonly ServiceReport[]): string {
  const rows = services.map((s) => [
    codeCell(s.service),
    codeCell(s.from),
    s.action === undefined ? "not known" : s.to === undefined ? "a new revision" : codeCell(s.to),
    s.images.map((i) => `${codeCell(i.from ?? "none")} → ${codeCell(i.to)}`).join("<br>"),
    s.variables.map((v) => `${v.change === "added" ? "+" : "~"} ${codeCell(v.name)}`).join("<br>"),
  ]);
  return markdownTable(["service", "from", "to", "image", "variables"], rows);
}

function imageMarkdown(image: ImageReport): string {
  const { name, action, reference, digest, environmentTag, copies = [] } = image;
  const also = action === "build" && environmentTag ? `, also as ${code(environmentTag)}` : "";
  const named = digest === undefined ? "" : ` ${code(digest)}`;
  const ways = copies.map((copy) => `- ${code(copyReportText(copy))}`);
  return [
    `Image ${code(name)}: ${imageWord(image)} ${code(reference)}${named}${also}`,
    ...ways,
  ].join("\n");
}

/** Evidence, warnings and failures, as code: they hold text of others. */
function blocks(report: ReleaseReport, outcome: boolean): string[] {
  const services = outcome ? report.services.map((s) => reasonLines(s).join("\n").trim()) : [];
  return [...services, tail(report).join("\n").trim()]
    .filter((text) => text !== "")
    .map((text) => codeBlock(cut(text)));
}

/** Keeps the first line and the end, which explain most. */
function cut(text: string): string {
  if (text.length <= longestBlock) return text;
  const [first = ""] = text.split("\n");
  return `${first.slice(0, 500)}\n…\n${text.slice(-longestBlock)}`;
}

function joined(parts: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    length += part.length + 2;
    if (length > longest) {
      kept.push("The log has the rest.");
      break;
    }
    kept.push(part);
  }
  return kept.join("\n\n");
}
