import type { Notice } from "./notice";
import { endingText } from "../report/exitCodes";
import { reasonsOf } from "../render/reasonsOf";

/** A notice for people, in plain text. */
export interface NoticeText {
  /** One line: `staging: release 4f1c2d9 failed, and rolled back`. */
  readonly headline: string;
  /** Why; each may have several lines. */
  readonly reasons: readonly string[];
  readonly mood: "good" | "bad" | "careful" | "neutral";
}

/** More would not be read, and Slack refuses what is too long. */
const longestReason = 600;
const mostReasons = 10;

export function noticeText(notice: Notice): NoticeText {
  const { environment, verb, version, by } = notice;
  const subject = `${environment}: ${verb} ${version}`;
  const who = by === undefined ? "" : `, by ${by}`;
  switch (notice.state) {
    case "started":
      return { headline: `${subject} has begun${who}`, reasons: [], mood: "neutral" };
    case "waiting":
      return {
        headline: `${subject} waits for approval${who}`,
        reasons: changesOf(notice),
        mood: "careful",
      };
    case "ended":
      return ended(notice, subject, who);
  }
}

function ended({ report, error }: Notice, subject: string, who: string): NoticeText {
  if (error) {
    const headline = `${subject}: ${endingText(error.exitCode)}${who}`;
    return { headline, reasons: shortened([error.message]), mood: "bad" };
  }
  const { exitCode = 0, nothingToDo = false } = report ?? {};
  return {
    headline: `${subject}: ${endingText(exitCode, nothingToDo)}${who}`,
    reasons: report && exitCode !== 0 ? shortened(reasonsOf(report)) : [],
    mood: exitCode === 0 ? "good" : "bad",
  };
}

function changesOf({ report }: Notice): string[] {
  const services = report?.services ?? [];
  const lines = services.map(({ service, from = "?", to = "a new revision", action }) =>
    action === "unchanged" ? `${service}: unchanged` : `${service}: ${from} → ${to}`,
  );
  return shortened(lines);
}

function shortened(reasons: readonly string[]): string[] {
  const more = reasons.length - mostReasons;
  const shown = reasons.slice(0, mostReasons).map((text) => cut(text.trim()));
  return more > 0 ? [...shown, `… and ${more} more`] : shown;
}

/** The first characters of a text; half a character would be no JSON that Slack reads. */
export function start(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

function cut(text: string): string {
  return text.length <= longestReason ? text : `${start(text, longestReason)}…`;
}
